package io.bitchat.edge.mesh;

import io.bitchat.crypto.Bytes;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Priority;
import io.bitchat.transport.Wishes;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What edge nodes tell each other in the content of a chat line to one peer: fields that a space separates, after the word
 * {@code bitchat/1}.
 *
 * <pre>
 * bitchat/1 message ID RECEIVER AFTER TYPE CREATED_MS TTL_MS PRIORITY PAYLOAD          payload in base64, without padding
 * bitchat/1 ack ID RECEIVER                                                           the message is safe
 * bitchat/1 refused ID RECEIVER                                                       it is not, and will not be
 * bitchat/1 forward SENDER ID RECEIVER AFTER TYPE CREATED_MS TTL_MS PRIORITY PAYLOAD   for or from somebody elsewhere
 * bitchat/1 forward-ack SENDER ID RECEIVER                                            as ack
 * bitchat/1 forward-refused SENDER ID RECEIVER                                        as refused
 * bitchat/1 uplink open                                                               I carry messages to a suite
 * bitchat/1 uplink closed                                                             I do not
 * </pre>
 *
 * AFTER is the id of a message of the same sender to the same receiver that must have been taken before, or {@code -}. So
 * several may be in flight, and none is taken out of order when one before it is refused or lost. The sender of a
 * {@code message} is the sender of the line; {@code forward} names it. docs/protocols/lan.md is the specification.
 */
sealed interface MeshFrame {
    String WORD = "bitchat/1 ";
    /** Stands for no message; an id may have this form, too, but then is only taken without an order. */
    String NONE = "-";
    /** Largest payload that fits into a line with everything else. */
    int MAX_PAYLOAD_BYTES = 45_000;
    /** Words of the longest frame. */
    int MAX_WORDS = 10;

    Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

    /**
     * A message.
     *
     * @param after message that must have been taken before; null if there is none
     * @param forwarded whether the frame names the sender, which nobody proves
     */
    record Carries(Message message, @Nullable MessageKey after, boolean forwarded) implements MeshFrame {}

    /**
     * The answer to a message.
     *
     * @param key for an answer to {@code message}, its sender is the receiver of the line
     */
    record Answers(MessageKey key, boolean acknowledged, boolean forwarded) implements MeshFrame {}

    /** Whether the sender of the line carries messages to a suite. */
    record Uplink(boolean open) implements MeshFrame {}

    /** The frame of a message of this node. */
    static String of(Message message, @Nullable MessageKey after) {
        return WORD + "message " + fields(message, after);
    }

    /** The frame of a message whose sender or receiver is elsewhere. */
    static String forward(Message message, @Nullable MessageKey after) {
        return WORD + "forward " + message.sender() + " " + fields(message, after);
    }

    private static String fields(Message message, @Nullable MessageKey after) {
        return String.join(
                " ",
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

    static String forwardAnswer(MessageKey key, boolean acknowledged) {
        var word = acknowledged ? "forward-ack " : "forward-refused ";
        return WORD + word + key.sender() + " " + key.id() + " " + key.receiver();
    }

    static String uplink(boolean open) {
        return WORD + "uplink " + (open ? "open" : "closed");
    }

    /**
     * Parses an untrusted content. Empty if it is no frame, or none of this form.
     *
     * @param sender of the line
     * @param own id of the node that reads it
     */
    static Optional<MeshFrame> parse(String sender, String own, String content) {
        if (!content.startsWith(WORD)) return Optional.empty();
        // what follows the longest frame stays in one piece
        var words = List.of(content.substring(WORD.length()).split(" ", MAX_WORDS + 1));
        try {
            return Optional.ofNullable(parse(sender, own, words));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable MeshFrame parse(String sender, String own, List<String> words) {
        int count = words.size();
        var word = words.getFirst();
        return switch (word) {
            case "message" -> count == 9 ? carries(sender, words.subList(1, 9), false) : null;
            case "forward" -> count == 10 ? carries(words.get(1), words.subList(2, 10), true) : null;
            case "ack", "refused" ->
                count == 3
                        ? new Answers(new MessageKey(own, words.get(1), words.get(2)), word.equals("ack"), false)
                        : null;
            case "forward-ack", "forward-refused" ->
                count == 4
                        ? new Answers(
                                new MessageKey(words.get(1), words.get(2), words.get(3)),
                                word.equals("forward-ack"),
                                true)
                        : null;
            case "uplink" -> count == 2 ? uplink(words.get(1)) : null;
            default -> null;
        };
    }

    private static @Nullable MeshFrame uplink(String state) {
        return switch (state) {
            case "open" -> new Uplink(true);
            case "closed" -> new Uplink(false);
            default -> null;
        };
    }

    private static MeshFrame carries(String sender, List<String> fields, boolean forwarded) {
        var encoded = fields.get(7);
        if (encoded.length() > MAX_PAYLOAD_BYTES * 4 / 3 + 4) throw new IllegalArgumentException("payload too long");
        var payload = Base64.getDecoder().decode(encoded);
        if (payload.length > MAX_PAYLOAD_BYTES) throw new IllegalArgumentException("payload too long");
        var key = new MessageKey(sender, fields.get(0), fields.get(1));
        var message = new Message(
                key,
                fields.get(3),
                Bytes.copyOf(payload),
                Instant.ofEpochMilli(number(fields.get(4))),
                Duration.ofMillis(number(fields.get(5))),
                Priority.valueOf(fields.get(6).toUpperCase(Locale.ROOT)),
                Wishes.NONE,
                false);
        var after = fields.get(2);
        var before = after.equals(NONE) ? null : new MessageKey(sender, after, key.receiver());
        return new Carries(message, before, forwarded);
    }

    private static long number(String text) {
        if (!NUMBER.matcher(text).matches()) throw new IllegalArgumentException("no number");
        return Long.parseLong(text);
    }
}
