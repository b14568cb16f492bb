/** Who a node talks to: a small active view, a larger passive view, and how both heal (HyParView). */
@NullMarked
package io.bitchat.gossip.membership;

import org.jspecify.annotations.NullMarked;
