package io.bitchat.contracts.messages;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Message ids that are derived from the author, the place and a key (docs/adr/0014). Anyone who knows these can compute
 * the id, and nobody can give the id to another message.
 */
public final class MessageIds {
    private static final int HEX_DIGITS = 40;
    private static final Pattern RESERVED = Pattern.compile("(?:g|d|key)-[0-9a-f]{" + HEX_DIGITS + "}");
    private static final Pattern KEY = Pattern.compile("[mis]:[A-Za-z0-9._@:+-]{1,128}");

    private MessageIds() {}

    /** The key of a message whose client chose its {@code message_id}. */
    public static String keyOfId(String messageId) {
        return "m:" + messageId;
    }

    /** The key of a message that was sent with an {@code Idempotency-Key}. */
    public static String keyOfHeader(String idempotencyKey) {
        return "i:" + idempotencyKey;
    }

    /** The key of a message whose client chose nothing. */
    public static String keyOfServer(UUID random) {
        return "s:" + random;
    }

    /** Whether the text is a key of one of the forms above. */
    public static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }

    /** The id of a message to a group: {@code g-} and 40 hexadecimal digits. */
    public static String inGroup(String groupId, String fromPeerId, String key) {
        return "g-" + hex("bitchat.message.group.v1", groupId, fromPeerId, key);
    }

    /**
     * The id of a message to one peer, if another author's message already has the id that its sender chose: {@code d-}
     * and 40 hexadecimal digits.
     */
    public static String toPeer(String fromPeerId, String toPeerId, String chosen) {
        return "d-" + hex("bitchat.message.peer.v1", fromPeerId, toPeerId, chosen);
    }

    /** The id of a group message in the streams of its recipients, if another message already has its id there. */
    public static String inStreams(String groupId, String fromPeerId, String messageId) {
        return "g-" + hex("bitchat.message.streams.v1", groupId, fromPeerId, messageId);
    }

    /** Whether an id has a form that only the suite assigns: {@code g-}, {@code d-} or {@code key-} and 40 digits. */
    public static boolean isReserved(String messageId) {
        return RESERVED.matcher(messageId).matches();
    }

    /**
     * First {@value #HEX_DIGITS} digits of SHA-256 over the fields. Each field is preceded by its length, so that
     * different lists of fields never give the same bytes.
     */
    private static String hex(String... fields) {
        var digest = sha256();
        for (var field : fields) {
            var bytes = field.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, HEX_DIGITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
