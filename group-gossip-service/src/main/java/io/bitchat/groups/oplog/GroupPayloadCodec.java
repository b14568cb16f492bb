package io.bitchat.groups.oplog;

import io.bitchat.contracts.messages.MessageIds;
import io.bitchat.kit.text.Identifier;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Encodes payloads: version (1 byte), kind (1), length of the JSON (4), the JSON, and for a text its content in UTF-8,
 * which JSON escapes could make six times as long.
 */
public final class GroupPayloadCodec {
    private static final int VERSION = 1;
    private static final int TEXT = 1;
    private static final int CHANGE = 2;
    private static final int HEAD = 6;

    private GroupPayloadCodec() {}

    public static byte[] encode(GroupPayload payload) {
        return switch (payload) {
            case GroupPayload.Text text -> join(TEXT, head(text), text.content().getBytes(StandardCharsets.UTF_8));
            case GroupPayload.Change(var id, var operation) ->
                join(
                        CHANGE,
                        new JsonObject().put("id", id.toString()).put("operation", OperationJson.encode(operation)),
                        new byte[0]);
        };
    }

    private static JsonObject head(GroupPayload.Text text) {
        return new JsonObject()
                .put("message_id", text.messageId())
                .put("key", text.key())
                .put("from_peer_id", text.fromPeerId())
                .put("encryption_algorithm", text.encryptionAlgorithm())
                .put("nonce", text.nonce())
                .put("sent_at", text.sentAt().toEpochMilli())
                .put("ordered_at", ChronoUnit.MICROS.between(Instant.EPOCH, text.orderedAt()))
                .put("ttl", text.ttl())
                .put("clock_entry", text.clockEntry());
    }

    private static byte[] join(int kind, JsonObject head, byte[] rest) {
        var json = head.toBuffer().getBytes();
        return ByteBuffer.allocate(HEAD + json.length + rest.length)
                .put((byte) VERSION)
                .put((byte) kind)
                .putInt(json.length)
                .put(json)
                .put(rest)
                .array();
    }

    /** Returns empty for anything that no site of this version writes. */
    public static Optional<GroupPayload> decode(byte[] payload) {
        if (payload.length < HEAD) return Optional.empty();
        var in = ByteBuffer.wrap(payload);
        if (in.get() != VERSION) return Optional.empty();
        int kind = in.get();
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) return Optional.empty();
        try {
            var json = new JsonObject(Buffer.buffer().appendBytes(payload, HEAD, length));
            return read(kind, json, in.slice(HEAD + length, payload.length - HEAD - length));
        } catch (DecodeException
                | CharacterCodingException
                | IllegalArgumentException
                | ClassCastException
                | NullPointerException
                | DateTimeException
                | ArithmeticException _) {
            return Optional.empty();
        }
    }

    private static Optional<GroupPayload> read(int kind, JsonObject json, ByteBuffer rest)
            throws CharacterCodingException {
        return switch (kind) {
            case TEXT -> Optional.of(text(json, rest));
            case CHANGE ->
                OperationJson.decode(json.getJsonObject("operation"))
                        .map(operation -> new GroupPayload.Change(UUID.fromString(json.getString("id")), operation));
            default -> Optional.empty();
        };
    }

    private static GroupPayload text(JsonObject json, ByteBuffer rest) throws CharacterCodingException {
        int ttl = json.getInteger("ttl");
        if (ttl < 1) throw new IllegalArgumentException("ttl " + ttl);
        var content = StandardCharsets.UTF_8.newDecoder().decode(rest).toString();
        if (content.indexOf('\0') >= 0) throw new IllegalArgumentException("PostgreSQL accepts no U+0000");
        return new GroupPayload.Text(
                identifier(json.getString("message_id")),
                key(json.getString("key")),
                identifier(json.getString("from_peer_id")),
                content,
                clean(json.getString("encryption_algorithm")),
                json.getString("nonce") == null ? null : clean(json.getString("nonce")),
                OperationJson.plausible(Instant.ofEpochMilli(json.getLong("sent_at"))),
                OperationJson.plausible(Instant.EPOCH.plus(json.getLong("ordered_at"), ChronoUnit.MICROS)),
                ttl,
                json.getLong("clock_entry"));
    }

    private static @Nullable String key(@Nullable String key) {
        if (key != null && !MessageIds.isKey(key)) throw new IllegalArgumentException("no key");
        return key;
    }

    private static String clean(String text) {
        if (!OperationJson.isStorable(text)) throw new IllegalArgumentException("the text cannot be stored");
        return text;
    }

    private static String identifier(String text) {
        if (!text.matches(Identifier.REGEX)) throw new IllegalArgumentException("no identifier");
        return text;
    }
}
