/** The spanning tree that payloads travel along: a distance vector to an elected root. */
@NullMarked
package io.bitchat.gossip.tree;

import org.jspecify.annotations.NullMarked;
