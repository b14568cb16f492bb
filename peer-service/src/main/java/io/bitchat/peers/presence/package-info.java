/** Who is online: a lease for each source that vouches for a peer. */
@NullMarked
package io.bitchat.peers.presence;

import org.jspecify.annotations.NullMarked;
