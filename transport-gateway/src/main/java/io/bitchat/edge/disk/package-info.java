/** Files of a node that survive the loss of power. */
@NullMarked
package io.bitchat.edge.disk;

import org.jspecify.annotations.NullMarked;
