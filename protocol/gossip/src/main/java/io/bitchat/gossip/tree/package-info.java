/** The spanning tree for payloads: a distance vector protocol towards an elected root. */
@NullMarked
package io.bitchat.gossip.tree;

import org.jspecify.annotations.NullMarked;
