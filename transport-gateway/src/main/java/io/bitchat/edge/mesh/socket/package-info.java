/** The sockets of the LAN mesh: TCP links, plain and encrypted, and the multicast group of discovery. */
@NullMarked
package io.bitchat.edge.mesh.socket;

import org.jspecify.annotations.NullMarked;
