/** Membership: a small active view, a larger passive view, and the repair of both (HyParView). */
@NullMarked
package io.bitchat.gossip.membership;

import org.jspecify.annotations.NullMarked;
