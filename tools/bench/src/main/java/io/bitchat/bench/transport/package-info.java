/** {@code bench transport}: an edge node, its queue and the LAN mesh. */
@NullMarked
package io.bitchat.bench.transport;

import org.jspecify.annotations.NullMarked;
