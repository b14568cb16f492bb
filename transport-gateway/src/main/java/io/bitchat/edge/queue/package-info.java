/** What waits on the disk of an edge node. */
@NullMarked
package io.bitchat.edge.queue;

import org.jspecify.annotations.NullMarked;
