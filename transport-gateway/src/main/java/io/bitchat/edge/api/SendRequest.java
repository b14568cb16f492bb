package io.bitchat.edge.api;

import io.bitchat.crypto.Bytes;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.text.Identifier;
import io.bitchat.kit.time.Ids;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Policy;
import io.bitchat.transport.Priority;
import io.bitchat.transport.Privacy;
import io.bitchat.transport.Strategy;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.Wishes;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A message to send, or to plan.
 *
 * @param receiverId id of a peer, or {@code broadcast}
 * @param payload base64 of at most 1,048,576 bytes
 * @param messageId chosen by the sender; the same id again sends nothing twice. By default a random one
 * @param messageType what the payload is, for its receiver; {@code data} by default
 * @param transportPreference transport to try first
 * @param privacy {@code any}, {@code preferred} or {@code required}
 * @param requiresPrivacy true means {@code privacy} {@code required}
 * @param strict whether the message is refused instead of queued, and takes no transport but the preferred one
 * @param policy by what transports are ranked, or one of the profiles
 * @param strategy {@code race} tries several transports at once
 * @param ttlSeconds time after which the message is given up, up to seven days; one hour by default
 */
@Schema(name = "TransportSendRequest")
record SendRequest(
        @NotNull @Identifier String receiverId,
        @NotNull String payload,
        @Identifier @Nullable String messageId,

        @Pattern(regexp = "[A-Za-z0-9._-]{1,64}", message = "must be 1-64 letters, digits and ._-") @Nullable
        String messageType,

        @Pattern(regexp = "ble|htx|mesh", message = "must be ble, htx or mesh") @Nullable
        String transportPreference,

        @Pattern(regexp = "any|preferred|required", message = "must be any, preferred or required") @Nullable
        String privacy,

        @Nullable Boolean requiresPrivacy,
        @Nullable Boolean strict,
        @Nullable String policy,

        @Pattern(regexp = "single|race", message = "must be single or race") @Nullable
        String strategy,

        @Pattern(regexp = "low|normal|high", message = "must be low, normal or high") @Nullable
        String priority,

        @Min(1) @Max(604_800) @Nullable Integer ttlSeconds) {
    /** @throws Problem if a field is not acceptable */
    Message toMessage(String sender, Ids ids) {
        if (receiverId.equals(sender)) throw Problem.invalid("receiver_id", "is this node");
        var id = messageId == null ? ids.next().toString() : messageId;
        return new Message(
                new MessageKey(sender, id, receiverId),
                messageType == null ? Message.DATA : messageType,
                bytes(),
                Instant.now(),
                ttlSeconds == null ? Message.DEFAULT_TTL : Duration.ofSeconds(ttlSeconds),
                priority == null ? Priority.NORMAL : Priority.valueOf(upper(priority)),
                wishes(),
                false);
    }

    private Bytes bytes() {
        try {
            var decoded = Base64.getDecoder().decode(payload);
            if (decoded.length > Message.MAX_PAYLOAD_BYTES) {
                throw Problem.tooLarge(
                        "payload: must be at most " + Message.MAX_PAYLOAD_BYTES + " bytes, " + decoded.length
                                + " were given; send it as a file",
                        Message.MAX_PAYLOAD_BYTES);
            }
            return Bytes.copyOf(decoded);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("payload", "must be base64");
        }
    }

    private Wishes wishes() {
        return new Wishes(
                transportPreference == null ? null : new TransportId(transportPreference),
                wantedPrivacy(),
                Boolean.TRUE.equals(strict),
                wantedPolicy(),
                strategy == null ? Strategy.SINGLE : Strategy.valueOf(upper(strategy)));
    }

    private Privacy wantedPrivacy() {
        boolean required = Boolean.TRUE.equals(requiresPrivacy);
        if (privacy == null) return required ? Privacy.REQUIRED : Privacy.ANY;
        if (required && !privacy.equals("required")) {
            throw Problem.invalid("privacy", "is " + privacy + ", and requires_privacy is true; give one of them");
        }
        return Privacy.valueOf(upper(privacy));
    }

    private Policy wantedPolicy() {
        if (policy == null) return Policy.SEED;
        return Policy.named(policy)
                .orElseThrow(() -> Problem.invalid(
                        "policy",
                        "must be seed, fastest, private, battery or offline, or the profile balanced,"
                                + " performance_first, privacy_first, mobile_optimized or offline_first"));
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
