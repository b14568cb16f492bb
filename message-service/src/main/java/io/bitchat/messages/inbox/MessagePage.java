package io.bitchat.messages.inbox;

import io.bitchat.messages.StoredMessage;
import java.util.List;

/**
 * Messages of one answer, limited in number and in bytes of content.
 *
 * @param messages the messages in order; at least one if any matched
 * @param more whether more messages may follow the last one
 */
public record MessagePage(List<StoredMessage> messages, boolean more) {}
