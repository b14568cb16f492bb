/** Shared groups: inviting other sites, and driving the gossip protocol for each group. */
@NullMarked
package io.bitchat.groups.gossip;

import org.jspecify.annotations.NullMarked;
