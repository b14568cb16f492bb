package io.bitchat.groups;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bitchat.kit.time.ClockSkew;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A message of a group as clients see it, with the fields of every message of the suite. Fields that need one recipient
 * are null.
 *
 * @param content as the sender gave it
 * @param status {@code sent}: it is stored, and on its way to everyone who was a member then
 * @param sentAt when it was accepted, by the clock of the installation that accepted it
 * @param receivedAt when this installation received it, by its own clock
 * @param clockSkewMs by how many milliseconds the sending installation's clock is ahead of this one; null up to two
 *     minutes. The order of messages does not depend on it
 * @param ttl time to live in seconds, chosen by the sender
 * @param sequence position in the group, from 1 without gaps
 * @param cursor the same position as opaque text, for {@code ?after=}
 * @param clockEntry with {@code include=clock}: number of the sender's messages in the group up to and including this
 *     one
 */
@Schema(name = "GroupMessageResponse")
public record GroupMessageResponse(
        UUID id,
        String messageId,
        String fromPeerId,
        @Nullable String toPeerId,
        String groupId,
        String content,
        String encryptionAlgorithm,
        @Nullable String nonce,
        String status,
        Instant sentAt,
        Instant receivedAt,
        @Nullable Long clockSkewMs,
        @Nullable Instant deliveredAt,
        @Nullable Instant readAt,
        @Nullable String failedReason,
        int ttl,
        int hopCount,
        long sequence,
        String cursor,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long clockEntry) {

    private static final String SENT = "sent";

    /** The client's view of a stored message. */
    public static GroupMessageResponse of(GroupMessage message, boolean withClock) {
        return new GroupMessageResponse(
                message.id(),
                message.messageId(),
                message.fromPeerId(),
                null,
                message.groupId(),
                message.content(),
                message.encryptionAlgorithm(),
                message.nonce(),
                SENT,
                message.sentAt().truncatedTo(ChronoUnit.MILLIS),
                message.receivedAt().truncatedTo(ChronoUnit.MILLIS),
                ClockSkew.flagged(message.sentAt(), message.receivedAt()),
                null,
                null,
                null,
                message.ttl(),
                message.hopCount(),
                message.sequence(),
                new GroupCursor(message.sequence()).text(),
                withClock ? message.clockEntry() : null);
    }
}
