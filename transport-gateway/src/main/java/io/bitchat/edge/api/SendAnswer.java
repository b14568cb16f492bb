package io.bitchat.edge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bitchat.edge.router.Receipt;
import io.bitchat.kit.problem.Problem;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.ReasonCode;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message so far.
 *
 * @param status {@code sent}: its receiver, or a node that keeps it, has acknowledged it; {@code queued}: it waits on the
 *     disk of this node
 * @param transport that carried it; absent if it was sent before this request
 * @param privacyAchieved how private its way was
 * @param reason why it waits
 */
@Schema(name = "TransportSendAnswer")
@JsonInclude(JsonInclude.Include.NON_NULL)
record SendAnswer(
        String status,
        String messageId,
        @Nullable String transport,
        @Nullable String privacyAchieved,
        @Nullable String reason) {
    /** @throws Problem if the message was refused */
    static SendAnswer of(MessageKey key, Receipt receipt) {
        return switch (receipt) {
            case Receipt.Sent(var by, var privacy) -> new SendAnswer("sent", key.id(), by.name(), privacy.wire(), null);
            // it was sent before, and nobody remembers by what
            case Receipt.Queued(var reason)
            when reason == ReasonCode.SENT -> new SendAnswer("sent", key.id(), null, null, null);
            case Receipt.Queued(var reason) -> new SendAnswer("queued", key.id(), null, null, reason.wire());
            case Receipt.Refused(var reason) -> throw refused(reason);
        };
    }

    boolean isSent() {
        return status.equals("sent");
    }

    private static Problem refused(ReasonCode reason) {
        var code = reason.wire();
        return switch (reason) {
            case ID_CONFLICT -> Problem.conflict(code, "message_id: was used before, for another message");
            case DEPOSITOR_FULL_MESSAGES, DEPOSITOR_FULL_BYTES ->
                Problem.tooMany(
                        code,
                        "too much of this sender waits here; wait until some of it has left",
                        Duration.ofSeconds(5));
            case QUEUE_FULL_MESSAGES, QUEUE_FULL_BYTES, QUEUE_BUSY ->
                Problem.unavailable(code, "the queue of this node is full; wait until some of it has left");
            case STORAGE_FAILED ->
                Problem.unavailable(code, "the disk of this node does not take the message; it may be full");
            case NO_CAPABLE_TRANSPORT ->
                Problem.of(
                        422,
                        code,
                        "no transport could ever carry this message; POST the same body to"
                                + " /transport/plan to see why");
            default ->
                Problem.of(
                        422,
                        code,
                        "the message was not sent, and is not kept, because it is strict; POST the same"
                                + " body to /transport/plan to see why");
        };
    }
}
