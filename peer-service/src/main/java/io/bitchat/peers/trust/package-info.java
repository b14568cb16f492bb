/** Message counts and good marks of peers, from events. */
@NullMarked
package io.bitchat.peers.trust;

import org.jspecify.annotations.NullMarked;
