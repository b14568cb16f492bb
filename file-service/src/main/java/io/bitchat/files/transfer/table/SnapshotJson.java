package io.bitchat.files.transfer.table;

import io.bitchat.rooms.IndexRange;
import io.bitchat.rooms.Offer;
import io.bitchat.rooms.transfer.Snapshot;
import io.bitchat.rooms.transfer.State;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Snapshots of transfers as JSON, for the database. The offer has columns of its own. */
final class SnapshotJson {
    private SnapshotJson() {}

    static JsonObject write(Snapshot snapshot) {
        var receivers = new JsonArray();
        for (var receiver : snapshot.receivers()) receivers.add(write(receiver));
        return new JsonObject()
                .put("offered_at", snapshot.offeredAt().toString())
                .put("state", write(snapshot.state()))
                .put("started_at", text(snapshot.startedAt()))
                .put("paused_by_sender", snapshot.pausedBySender())
                .put("sent_by_requests", snapshot.sentByRequests())
                .put("stored", write(snapshot.stored()))
                .put("doubted", write(snapshot.doubted()))
                .put("receivers", receivers);
    }

    private static JsonObject write(Snapshot.Receiver receiver) {
        return new JsonObject()
                .put("peer", receiver.peer())
                .put("state", write(receiver.state()))
                .put("accepted", receiver.accepted())
                .put("store", receiver.store())
                .put("collects", receiver.collects())
                .put("confirmed", receiver.confirmed())
                .put("paused_at", text(receiver.pausedAt()));
    }

    private static JsonObject write(State state) {
        var json = new JsonObject().put("is", state.wire());
        if (!state.error().isEmpty()) json.put("reason", state.error());
        if (state instanceof State.Paused(var causes)) {
            json.put(
                    "causes",
                    new JsonArray(
                            causes.stream().map(State.Cause::wire).sorted().toList()));
        }
        return json;
    }

    private static JsonArray write(List<IndexRange> ranges) {
        var array = new JsonArray();
        for (var range : ranges) array.add(new JsonArray().add(range.first()).add(range.last()));
        return array;
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    static Snapshot read(JsonObject json, Offer offer) {
        var receivers = json.getJsonArray("receivers").stream()
                .map(JsonObject.class::cast)
                .map(SnapshotJson::receiver)
                .toList();
        return new Snapshot(
                offer,
                Instant.parse(json.getString("offered_at")),
                state(json.getJsonObject("state")),
                instant(json, "started_at"),
                json.getBoolean("paused_by_sender"),
                json.getBoolean("sent_by_requests"),
                ranges(json.getJsonArray("stored")),
                ranges(json.getJsonArray("doubted")),
                receivers);
    }

    private static Snapshot.Receiver receiver(JsonObject json) {
        return new Snapshot.Receiver(
                json.getString("peer"),
                state(json.getJsonObject("state")),
                json.getBoolean("accepted"),
                json.getBoolean("store"),
                json.getBoolean("collects"),
                json.getInteger("confirmed"),
                instant(json, "paused_at"));
    }

    private static State state(JsonObject json) {
        var reason = json.getString("reason", "");
        return switch (json.getString("is")) {
            case "pending" -> new State.Pending();
            case "active" -> new State.Active();
            case "paused" -> new State.Paused(causes(json.getJsonArray("causes")));
            case "completed" -> new State.Completed();
            case "failed" -> new State.Failed(reason);
            case "cancelled" -> new State.Cancelled(reason);
            case "expired" -> new State.Expired(reason);
            default -> throw new IllegalStateException("no state: " + json);
        };
    }

    private static HashSet<State.Cause> causes(JsonArray names) {
        var causes = new HashSet<State.Cause>();
        names.forEach(name -> causes.add(State.Cause.valueOf(name.toString().toUpperCase(Locale.ROOT))));
        return causes;
    }

    private static List<IndexRange> ranges(JsonArray array) {
        return array.stream()
                .map(JsonArray.class::cast)
                .map(pair -> new IndexRange(pair.getInteger(0), pair.getInteger(1)))
                .toList();
    }

    private static @Nullable Instant instant(JsonObject json, String field) {
        var text = json.getString(field);
        return text == null ? null : Instant.parse(text);
    }
}
