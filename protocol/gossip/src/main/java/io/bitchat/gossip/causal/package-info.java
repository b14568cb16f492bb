/** Causal order: clocks, messages that wait for their causes, and the order of concurrent messages. */
@NullMarked
package io.bitchat.gossip.causal;

import org.jspecify.annotations.NullMarked;
