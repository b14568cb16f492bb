/** How a message reaches everyone once: payloads on a tree, ids on the other links (Plumtree). */
@NullMarked
package io.bitchat.gossip.broadcast;

import org.jspecify.annotations.NullMarked;
