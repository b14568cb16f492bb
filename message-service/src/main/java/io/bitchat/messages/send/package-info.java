/** Accepting messages: validation, idempotent sends, the durable write. */
@NullMarked
package io.bitchat.messages.send;

import org.jspecify.annotations.NullMarked;
