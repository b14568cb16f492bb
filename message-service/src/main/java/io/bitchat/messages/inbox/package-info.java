/** Reading stored messages: conversations and the streams of recipients. */
@NullMarked
package io.bitchat.messages.inbox;

import org.jspecify.annotations.NullMarked;
