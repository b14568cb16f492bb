/** Causes and order: clocks, what waits for its causes, and who wins among concurrent writers. */
@NullMarked
package io.bitchat.gossip.causal;

import org.jspecify.annotations.NullMarked;
