package io.bitchat.messages;

import io.bitchat.contracts.messages.Cursor;
import io.bitchat.kit.time.ClockSkew;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as clients see it.
 *
 * @param content the content as the sender gave it
 * @param sentAt when it was accepted, by the clock of the installation that accepted it
 * @param receivedAt when this installation received it, by its own clock
 * @param clockSkewMs by how many milliseconds the sending installation's clock is ahead of this one; null up to two
 *     minutes. The order of messages does not depend on it
 * @param unverified whether an edge node has brought it and nobody has proved that the sender wrote it
 * @param ttl seconds after which an undelivered message fails
 * @param sequence place in the conversation or the group, from 1 without gaps
 * @param cursor place in the recipient's stream, for {@code ?since=} and {@code ?after=}
 */
public record MessageResponse(
        UUID id,
        String messageId,
        String fromPeerId,
        @Nullable String toPeerId,
        @Nullable String groupId,
        String content,
        String encryptionAlgorithm,
        @Nullable String nonce,
        Status status,
        Instant sentAt,
        Instant receivedAt,
        @Nullable Long clockSkewMs,
        @Nullable Instant deliveredAt,
        @Nullable Instant readAt,
        @Nullable String failedReason,
        int ttl,
        int hopCount,
        boolean unverified,
        long sequence,
        String cursor) {

    /** The client's view of a stored message. */
    public static MessageResponse of(StoredMessage message) {
        return new MessageResponse(
                message.id(),
                message.messageId(),
                message.fromPeerId(),
                message.toPeerId(),
                message.groupId(),
                message.content(),
                message.encryptionAlgorithm(),
                message.nonce(),
                message.status(),
                millis(message.sentAt()),
                millis(message.receivedAt()),
                ClockSkew.flagged(message.sentAt(), message.receivedAt()),
                message.deliveredAt(),
                message.readAt(),
                message.failedReason(),
                message.ttl(),
                message.hopCount(),
                message.unverified(),
                message.sequence(),
                new Cursor(message.position()).text());
    }

    private static Instant millis(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS);
    }
}
