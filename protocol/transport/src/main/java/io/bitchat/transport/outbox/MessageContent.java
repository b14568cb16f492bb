package io.bitchat.transport.outbox;

import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;

/**
 * A message by its key and what it says. Who uses the id of another's message with other content so does not keep that
 * message from being shown.
 *
 * @param fingerprint {@link Message#fingerprint()}
 */
public record MessageContent(MessageKey key, long fingerprint) {
    public static MessageContent of(Message message) {
        return new MessageContent(message.key(), message.fingerprint());
    }
}
