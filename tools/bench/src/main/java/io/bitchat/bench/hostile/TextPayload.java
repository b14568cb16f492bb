package io.bitchat.bench.hostile;

import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A member's message as the payload of the protocol: docs/protocols/sites.md, section 4. */
public final class TextPayload {
    private static final int HEAD_BYTES = 6;
    private static final int LIFE_SECONDS = 3_600;

    private TextPayload() {}

    /** Encodes a message as a site does that accepted it just now. */
    public static byte[] of(String messageId, String from, String content) {
        var now = Instant.now();
        var json = new JsonObject()
                .put("message_id", messageId)
                .put("from_peer_id", from)
                .put("encryption_algorithm", "none")
                .putNull("nonce")
                .put("sent_at", now.toEpochMilli())
                .put("ordered_at", ChronoUnit.MICROS.between(Instant.EPOCH, now))
                .put("ttl", LIFE_SECONDS)
                .put("clock_entry", 1L)
                .toBuffer()
                .getBytes();
        var text = content.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEAD_BYTES + json.length + text.length)
                .put((byte) 1)
                .put((byte) 1)
                .putInt(json.length)
                .put(json)
                .put(text)
                .array();
    }
}
