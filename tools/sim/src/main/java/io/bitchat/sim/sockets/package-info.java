/** Gossiping nodes over real, encrypted TCP links on this machine. */
@NullMarked
package io.bitchat.sim.sockets;

import org.jspecify.annotations.NullMarked;
