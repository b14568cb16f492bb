package io.bitchat.messages.inbox;

import io.bitchat.messages.StoredMessage;
import java.util.List;

/**
 * Messages that fit an answer: so many, and so many bytes of content.
 *
 * @param messages in their order; at least one where there is any
 * @param more whether there may be others behind the last
 */
public record MessagePage(List<StoredMessage> messages, boolean more) {}
