/** Messages that have arrived for this node, until somebody has read them. */
@NullMarked
package io.bitchat.edge.inbox;

import org.jspecify.annotations.NullMarked;
