package io.bitchat.edge.uplink;

import io.bitchat.crypto.Bytes;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Priority;
import io.bitchat.transport.Wishes;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;

/** A message as fields of a frame. Wishes are not sent: they were the sender's for its own node. */
final class MessageJson {
    private MessageJson() {}

    static JsonObject write(JsonObject json, UplinkFrame.Carries frame) {
        var message = frame.message();
        var after = frame.after();
        json.put("n", frame.number())
                .put("sender", message.sender())
                .put("id", message.key().id())
                .put("receiver", message.receiver());
        if (after != null) json.put("after", after.id());
        return json.put("message_type", message.type())
                .put("created", message.created().toEpochMilli())
                .put("ttl_ms", message.ttl().toMillis())
                .put("priority", message.priority().wire())
                .put("unverified", message.unverified())
                .put(
                        "payload",
                        Base64.getEncoder().encodeToString(message.payload().toArray()));
    }

    /** @throws RuntimeException if a field is missing or out of range */
    static UplinkFrame.Carries read(JsonObject json) {
        var sender = json.getString("sender");
        var receiver = json.getString("receiver");
        var after = json.getString("after");
        var message = new Message(
                new MessageKey(sender, json.getString("id"), receiver),
                json.getString("message_type"),
                Bytes.copyOf(Base64.getDecoder().decode(json.getString("payload"))),
                Instant.ofEpochMilli(json.getLong("created")),
                Duration.ofMillis(json.getLong("ttl_ms")),
                Priority.valueOf(json.getString("priority").toUpperCase(Locale.ROOT)),
                Wishes.NONE,
                json.getBoolean("unverified"));
        return new UplinkFrame.Carries(
                json.getLong("n"), message, after == null ? null : new MessageKey(sender, after, receiver));
    }
}
