/**
 * The suite's end of the uplinks: which edge nodes are connected, which peers they see, and the two topics that messages
 * to and from these peers take.
 */
@NullMarked
package io.bitchat.edge.suite;

import org.jspecify.annotations.NullMarked;
