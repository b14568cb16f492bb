/** This node: who it is, how it is configured, and what runs on it. */
@NullMarked
package io.bitchat.edge.node;

import org.jspecify.annotations.NullMarked;
