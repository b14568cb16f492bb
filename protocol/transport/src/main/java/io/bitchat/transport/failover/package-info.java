/** Tries the planned transports for one message, one after the other or several at once. */
@NullMarked
package io.bitchat.transport.failover;

import org.jspecify.annotations.NullMarked;
