/** Who is online: a peer has one lease per source that vouches for it. */
@NullMarked
package io.bitchat.peers.presence;

import org.jspecify.annotations.NullMarked;
