/** Messages to and from peers near edge nodes (docs/adr/0018). */
@NullMarked
package io.bitchat.messages.edge;

import org.jspecify.annotations.NullMarked;
