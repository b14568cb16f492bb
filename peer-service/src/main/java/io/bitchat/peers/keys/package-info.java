/** Keys, nonces and signatures of peers. */
@NullMarked
package io.bitchat.peers.keys;

import org.jspecify.annotations.NullMarked;
