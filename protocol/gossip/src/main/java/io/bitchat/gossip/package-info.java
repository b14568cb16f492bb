/**
 * Epidemic broadcast with causal delivery: membership, dissemination, repair and order as one deterministic state
 * machine. docs/protocols/gossip.md is its specification.
 */
@NullMarked
package io.bitchat.gossip;

import org.jspecify.annotations.NullMarked;
