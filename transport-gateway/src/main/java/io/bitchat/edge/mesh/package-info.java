/** The LAN mesh on real sockets: drives the state machine of protocol/lan. */
@NullMarked
package io.bitchat.edge.mesh;

import org.jspecify.annotations.NullMarked;
