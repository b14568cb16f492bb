/** Keys and signatures of peers as text. */
@NullMarked
package io.bitchat.peers.keys;

import org.jspecify.annotations.NullMarked;
