package io.bitchat.edge.suite;

import io.bitchat.contracts.transport.OutboundEvent;
import io.bitchat.crypto.Bytes;
import io.bitchat.edge.uplink.UplinkAdapter;
import io.bitchat.kit.text.StrictUtf8;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Priority;
import io.bitchat.transport.Wishes;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The content of a message of the suite as the payload of a message of an edge node: a JSON object with {@code content},
 * {@code encryption_algorithm} and, if there is one, {@code nonce}.
 */
record Envelope(
        String content,
        String encryptionAlgorithm,
        @Nullable String nonce) {
    /** Type of a message for the suite that has such a payload. Any other type is passed on as plain content. */
    static final String MESSAGE = "message";

    private static final String NOT_ENCRYPTED = "none";
    private static final int MAX_ALGORITHM = 64;
    private static final int MAX_NONCE = 256;

    /** The message for a peer near an edge node. The same event gives the same bytes, so that a repeat is recognised. */
    static Message messageOf(OutboundEvent.Offered offered, Instant now) {
        var json = new JsonObject()
                .put("content", offered.content())
                .put("encryption_algorithm", offered.encryptionAlgorithm());
        if (offered.nonce() != null) json.put("nonce", offered.nonce());
        var left = Duration.between(now, offered.expiresAt());
        var ttl = left.isNegative() ? Duration.ZERO : left.compareTo(Message.MAX_TTL) > 0 ? Message.MAX_TTL : left;
        return new Message(
                new MessageKey(offered.fromPeerId(), offered.messageId(), offered.peerId()),
                UplinkAdapter.OF_SUITE,
                Bytes.copyOf(json.encode().getBytes(StandardCharsets.UTF_8)),
                offered.sentAt(),
                ttl,
                Priority.NORMAL,
                Wishes.NONE,
                false);
    }

    /** The content of a message of a peer near an edge node; bytes that are no text are given in base64. */
    static Envelope of(Message message) {
        var bytes = message.payload().toArray();
        if (!StrictUtf8.isUtf8(bytes)) {
            return new Envelope(Base64.getEncoder().encodeToString(bytes), NOT_ENCRYPTED, null);
        }
        var text = new String(bytes, StandardCharsets.UTF_8);
        var read = message.type().equals(MESSAGE) ? read(text) : null;
        return read == null ? new Envelope(text, NOT_ENCRYPTED, null) : read;
    }

    private static @Nullable Envelope read(String text) {
        try {
            var json = new JsonObject(text);
            var content = json.getString("content");
            var algorithm = json.getString("encryption_algorithm", NOT_ENCRYPTED);
            var nonce = json.getString("nonce");
            boolean fits = algorithm.length() <= MAX_ALGORITHM && (nonce == null || nonce.length() <= MAX_NONCE);
            return content == null || !fits ? null : new Envelope(content, algorithm, nonce);
        } catch (RuntimeException _) {
            // no JSON object, or a field of another type: then it is plain content
            return null;
        }
    }
}
