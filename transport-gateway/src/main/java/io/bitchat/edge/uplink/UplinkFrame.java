package io.bitchat.edge.uplink;

import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an edge node and a suite tell each other: JSON objects in text messages of a WebSocket; docs/protocols/uplink.md. */
public sealed interface UplinkFrame {
    int VERSION = 1;
    /** Peers that one frame names. */
    int MAX_PEERS = 1_000;

    /**
     * The first frame of each side.
     *
     * @param id of the edge node; of the suite's own node in its answer
     */
    record Hello(int version, String id) implements UplinkFrame {}

    /**
     * Which peers the node sees.
     *
     * @param near have come
     * @param gone are not seen any more
     */
    record Peers(List<String> near, List<String> gone) implements UplinkFrame {
        public Peers {
            near = List.copyOf(near);
            gone = List.copyOf(gone);
        }
    }

    /**
     * A message.
     *
     * @param number of this frame among those of its side, for its result
     * @param after message that must have been taken before; null if there is none
     */
    record Carries(long number, Message message, @Nullable MessageKey after) implements UplinkFrame {}

    /**
     * What became of a message.
     *
     * @param number of the frame that brought it
     * @param taken true if its receiver has it, or the suite keeps it; false if it is to be sent again later
     * @param transport that has carried it further, or failed to; may be empty
     * @param code why it was not taken; empty if it was
     */
    record Result(long number, boolean taken, String transport, String code) implements UplinkFrame {}

    /** A message whose result was that it waits has been acknowledged by its receiver since. */
    record Sent(MessageKey key) implements UplinkFrame {}

    /** A frame that this release does not know; it is ignored. */
    record Unknown(String type) implements UplinkFrame {}

    /** The text of a frame. */
    default String text() {
        var json =
                switch (this) {
                    case Hello(int version, var id) ->
                        object("hello").put("version", version).put("id", id);
                    case Peers(var near, var gone) ->
                        object("peers").put("near", new JsonArray(near)).put("gone", new JsonArray(gone));
                    case Carries carries -> MessageJson.write(object("message"), carries);
                    case Result(long number, boolean taken, var transport, var code) ->
                        object("result")
                                .put("n", number)
                                .put("taken", taken)
                                .put("transport", transport)
                                .put("code", code);
                    case Sent(var key) ->
                        object("sent")
                                .put("sender", key.sender())
                                .put("id", key.id())
                                .put("receiver", key.receiver());
                    case Unknown(var type) -> object(type);
                };
        return json.encode();
    }

    private static JsonObject object(String type) {
        return new JsonObject().put("type", type);
    }

    /**
     * Parses an untrusted text.
     *
     * @throws IllegalArgumentException if it is no JSON object, or a field is missing or out of range
     */
    static UplinkFrame parse(String text) {
        try {
            var json = new JsonObject(text);
            var type = json.getString("type", "");
            return switch (type) {
                case "hello" -> new Hello(json.getInteger("version"), id(json, "id"));
                case "peers" -> new Peers(peers(json, "near"), peers(json, "gone"));
                case "message" -> MessageJson.read(json);
                case "result" ->
                    new Result(
                            json.getLong("n"), json.getBoolean("taken"), code(json, "transport"), code(json, "code"));
                case "sent" -> new Sent(new MessageKey(id(json, "sender"), id(json, "id"), id(json, "receiver")));
                default -> new Unknown(code(json, "type"));
            };
        } catch (RuntimeException e) {
            // the JSON library says in many ways that a value has another type
            throw new IllegalArgumentException("no frame of an uplink: " + e.getMessage(), e);
        }
    }

    private static String id(JsonObject json, String field) {
        var value = json.getString(field);
        if (value == null || !MessageKey.isId(value)) throw new IllegalArgumentException(field + " is no id");
        return value;
    }

    private static List<String> peers(JsonObject json, String field) {
        var values = json.getJsonArray(field, new JsonArray());
        if (values.size() > MAX_PEERS) throw new IllegalArgumentException("too many peers in one frame");
        return Stream.iterate(0, i -> i < values.size(), i -> i + 1)
                .map(values::getString)
                .filter(MessageKey::isId)
                .toList();
    }

    private static String code(JsonObject json, String field) {
        var value = json.getString(field, "");
        if (value.length() > 64) throw new IllegalArgumentException(field + " is too long");
        return value;
    }
}
