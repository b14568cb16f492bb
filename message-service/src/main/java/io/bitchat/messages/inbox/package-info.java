/** Reading stored messages: conversations and the stream of one recipient. */
@NullMarked
package io.bitchat.messages.inbox;

import org.jspecify.annotations.NullMarked;
