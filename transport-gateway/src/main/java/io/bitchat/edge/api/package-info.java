/** The HTTP API of a node. */
@NullMarked
package io.bitchat.edge.api;

import org.jspecify.annotations.NullMarked;
