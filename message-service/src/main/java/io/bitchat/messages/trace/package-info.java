/** Traces of messages. */
@NullMarked
package io.bitchat.messages.trace;

import org.jspecify.annotations.NullMarked;
