package io.bitchat.groups;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A message in a group as clients see it: the fields of every message of the suite. Those that need one recipient are
 * null.
 *
 * @param content as the sender gave it
 * @param status {@code sent}: it is stored, and on its way to everyone who was a member then
 * @param sentAt when the server accepted it
 * @param ttl seconds that the sender gives it
 * @param sequence place in the group, from 1 without a gap
 * @param cursor the same place as opaque text, for {@code ?after=}
 * @param clockEntry with {@code include=clock}: the sender's own messages in the group up to this one
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
