/** Questions about the gossip protocol, one class each. */
@NullMarked
package io.bitchat.sim.gossip.scenario;

import org.jspecify.annotations.NullMarked;
