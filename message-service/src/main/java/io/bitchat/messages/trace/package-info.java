/** Where is my message. */
@NullMarked
package io.bitchat.messages.trace;

import org.jspecify.annotations.NullMarked;
