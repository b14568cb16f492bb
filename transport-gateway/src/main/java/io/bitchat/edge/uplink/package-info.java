/** The connection between an edge node and a suite: its frames, the channel that both ends use, and the end of the node. */
@NullMarked
package io.bitchat.edge.uplink;

import org.jspecify.annotations.NullMarked;
