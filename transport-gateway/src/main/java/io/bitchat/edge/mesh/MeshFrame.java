package io.bitchat.edge.mesh;

import io.bitchat.crypto.Bytes;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Priority;
import io.bitchat.transport.Wishes;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What edge nodes tell each other in the content of a chat line to one peer: fields that a space separates, after the word
 * {@code bitchat/1}.
 *
 * <pre>
 * bitchat/1 message ID RECEIVER AFTER TYPE CREATED_MS TTL_MS PRIORITY PAYLOAD   payload in base64, without padding
 * bitchat/1 ack ID RECEIVER                                                    the message is safe
 * bitchat/1 refused ID RECEIVER                                                it is not, and will not be
 * </pre>
 *
 * AFTER is the id of a message of the same sender to the same receiver that must have been taken before, or {@code -}. So
 * several may be in flight, and none is taken out of order when one before it is refused or lost. The sender of the message is the sender of the line.
 */
sealed interface MeshFrame {
    String WORD = "bitchat/1 ";
    /** Stands for no message; an id may have this form, too, but then is only taken without an order. */
    String NONE = "-";
    /** Largest payload that fits into a line with everything else. */
    int MAX_PAYLOAD_BYTES = 45_000;

    Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

    /** @param after message that must have been taken before; null if there is none */
    record Carries(Message message, @Nullable MessageKey after) implements MeshFrame {}

    record Answers(String id, String receiver, boolean acknowledged) implements MeshFrame {}

    static String of(Message message, @Nullable MessageKey after) {
        return WORD
                + String.join(
                        " ",
                        "message",
                        message.key().id(),
                        message.receiver(),
                        after == null ? NONE : after.id(),
                        message.type(),
                        Long.toString(message.created().toEpochMilli()),
                        Long.toString(message.ttl().toMillis()),
                        message.priority().wire(),
                        Base64.getEncoder()
                                .withoutPadding()
                                .encodeToString(message.payload().toArray()));
    }

    static String answer(MessageKey key, boolean acknowledged) {
        return WORD + (acknowledged ? "ack " : "refused ") + key.id() + " " + key.receiver();
    }

    /**
     * Parses an untrusted content. Empty if it is no frame, or none of this form.
     *
     * @param sender of the line
     */
    static Optional<MeshFrame> parse(String sender, String content) {
        if (!content.startsWith(WORD)) return Optional.empty();
        var parts = content.substring(WORD.length()).split(" ", -1);
        try {
            return switch (parts[0]) {
                case "message" -> parts.length == 9 ? Optional.of(carries(sender, parts)) : Optional.empty();
                case "ack", "refused" ->
                    parts.length == 3
                            ? Optional.of(new Answers(parts[1], parts[2], parts[0].equals("ack")))
                            : Optional.empty();
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static MeshFrame carries(String sender, String[] parts) {
        if (parts[8].length() > MAX_PAYLOAD_BYTES * 4 / 3 + 4) throw new IllegalArgumentException("payload too long");
        var message = new Message(
                new MessageKey(sender, parts[1], parts[2]),
                parts[4],
                Bytes.copyOf(Base64.getDecoder().decode(parts[8])),
                Instant.ofEpochMilli(number(parts[5])),
                Duration.ofMillis(number(parts[6])),
                Priority.valueOf(parts[7].toUpperCase(Locale.ROOT)),
                Wishes.NONE,
                false);
        return new Carries(message, parts[3].equals(NONE) ? null : new MessageKey(sender, parts[3], parts[2]));
    }

    private static long number(String text) {
        if (!NUMBER.matcher(text).matches()) throw new IllegalArgumentException("no number");
        return Long.parseLong(text);
    }
}
