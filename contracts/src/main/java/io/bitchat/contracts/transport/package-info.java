/** Facts about messages to and from peers near edge nodes; see {@link io.bitchat.contracts}. */
@NullMarked
package io.bitchat.contracts.transport;

import org.jspecify.annotations.NullMarked;
