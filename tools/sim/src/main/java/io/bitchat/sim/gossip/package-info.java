/** Groups of gossiping nodes under observation. */
@NullMarked
package io.bitchat.sim.gossip;

import org.jspecify.annotations.NullMarked;
