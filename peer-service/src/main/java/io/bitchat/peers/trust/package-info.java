/** What a peer has done, from the events about its messages. */
@NullMarked
package io.bitchat.peers.trust;

import org.jspecify.annotations.NullMarked;
