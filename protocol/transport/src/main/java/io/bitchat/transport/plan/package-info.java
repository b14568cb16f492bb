/** Ranks the transports for one message. */
@NullMarked
package io.bitchat.transport.plan;

import org.jspecify.annotations.NullMarked;
