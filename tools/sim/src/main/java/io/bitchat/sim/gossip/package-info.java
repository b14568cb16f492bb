/** Simulation of groups of gossiping nodes. */
@NullMarked
package io.bitchat.sim.gossip;

import org.jspecify.annotations.NullMarked;
