/** Accepting messages: validation, repeatable sends, the durable write. */
@NullMarked
package io.bitchat.messages.send;

import org.jspecify.annotations.NullMarked;
