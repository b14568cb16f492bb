package io.bitchat.groups.oplog;

import io.bitchat.groups.Role;
import io.bitchat.groups.site.SiteIdentity;
import io.bitchat.kit.text.Identifier;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Operations as JSON. */
public final class OperationJson {
    private static final int MAX_NAME = 255;
    private static final int MAX_DESCRIPTION = 20_000;

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private OperationJson() {}

    /** Encodes an operation; {@link #decode} reads it. */
    public static JsonObject encode(Operation operation) {
        var json = new JsonObject().put("at", operation.at().toString());
        return switch (operation) {
            case Operation.Added added ->
                json.put("kind", "added")
                        .put("peer_id", added.peerId())
                        .put("role", added.role().wire());
            case Operation.Removed removed ->
                json.put("kind", "removed")
                        .put("peer_id", removed.peerId())
                        .put("reason", removed.reason())
                        .put("cut", removed.cut());
            case Operation.RoleChanged change ->
                json.put("kind", "role")
                        .put("peer_id", change.peerId())
                        .put("role", change.role().wire());
            case Operation.Described described ->
                json.put("kind", "described").put("name", described.name()).put("description", described.description());
            case Operation.Closed _ -> json.put("kind", "closed");
            case Operation.SiteAdded site ->
                json.put("kind", "site").put("name", site.name()).put("identity", site.identity());
        };
    }

    /** Returns empty for anything that no site writes. */
    public static Optional<Operation> decode(JsonObject json) {
        try {
            return Optional.of(read(json));
        } catch (IllegalArgumentException | ClassCastException | NullPointerException | DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Operation read(JsonObject json) {
        var at = plausible(Instant.parse(json.getString("at")));
        return switch (json.getString("kind")) {
            case "added" -> new Operation.Added(at, peer(json), Role.of(json.getString("role")));
            case "removed" -> new Operation.Removed(at, peer(json), reason(json), json.getLong("cut"));
            case "role" -> new Operation.RoleChanged(at, peer(json), Role.of(json.getString("role")));
            case "described" ->
                new Operation.Described(
                        at,
                        text(json.getString("name"), MAX_NAME),
                        json.getString("description") == null
                                ? null
                                : clean(json.getString("description"), MAX_DESCRIPTION));
            case "closed" -> new Operation.Closed(at);
            case "site" -> new Operation.SiteAdded(at, text(json.getString("name"), MAX_NAME), identity(json));
            default -> throw new IllegalArgumentException("unknown kind");
        };
    }

    /** Returns the time, or throws: other sites must not send a time that the database refuses. */
    public static Instant plausible(Instant time) {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) throw new IllegalArgumentException("time " + time);
        return time;
    }

    private static String peer(JsonObject json) {
        var peer = json.getString("peer_id");
        if (!peer.matches(Identifier.REGEX)) throw new IllegalArgumentException("no peer id");
        return peer;
    }

    private static String reason(JsonObject json) {
        return json.getString("reason").equals("left") ? "left" : "removed";
    }

    private static String identity(JsonObject json) {
        var text = json.getString("identity");
        if (SiteIdentity.parse(text).isEmpty()) throw new IllegalArgumentException("no identity");
        return text;
    }

    private static String text(String text, int max) {
        if (text.isEmpty()) throw new IllegalArgumentException("empty");
        return clean(text, max);
    }

    /** Returns the text, or throws if the database cannot store it. */
    private static String clean(String text, int max) {
        if (text.length() > max || !isStorable(text)) throw new IllegalArgumentException("text");
        return text;
    }

    /** Whether the database stores a text unchanged: valid Unicode without U+0000. */
    public static boolean isStorable(String text) {
        return text.codePoints().allMatch(OperationJson::isStorable);
    }

    private static boolean isStorable(int codePoint) {
        return codePoint != 0 && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
    }
}
