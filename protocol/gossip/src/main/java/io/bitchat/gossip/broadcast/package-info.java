/** Dissemination: payloads along a tree, ids over the other links (Plumtree). */
@NullMarked
package io.bitchat.gossip.broadcast;

import org.jspecify.annotations.NullMarked;
