/** Simulation of a local network of chatting nodes. */
@NullMarked
package io.bitchat.sim.lan;

import org.jspecify.annotations.NullMarked;
