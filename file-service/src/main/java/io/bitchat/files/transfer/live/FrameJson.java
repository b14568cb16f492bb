package io.bitchat.files.transfer.live;

import io.bitchat.rooms.IndexRange;
import io.bitchat.rooms.Offer;
import io.bitchat.rooms.transfer.Frame;
import io.bitchat.rooms.transfer.Progress;
import io.bitchat.rooms.transfer.State;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frames of a transfer as JSON text: docs/protocols/rooms.md, section 3. */
public final class FrameJson {
    private FrameJson() {}

    /** A frame of the state machine. */
    public static String of(Offer offer, Frame frame) {
        var json =
                begin(frame.type(), offer.room()).put("transfer_id", offer.id().toString());
        switch (frame) {
            case Frame.Offered(var made, var expiresAt) -> offered(json, made, expiresAt);
            case Frame.Accepted(var receiver) -> json.put("receiver_id", receiver);
            case Frame.Rejected(var receiver, var reason) ->
                json.put("receiver_id", receiver).put("reason", reason);
            case Frame.Progressed(var progress) -> progressed(json, progress);
            case Frame.Completed(var receiver) -> putIfAny(json, "receiver_id", receiver);
            case Frame.Paused(var by, var cause, var state) ->
                json.put("by", by).put("cause", cause.wire()).put("status", state.wire());
            case Frame.Resumed(var by, var state, int next) ->
                json.put("by", by).put("status", state.wire()).put("next_index", next);
            case Frame.Cancelled(var receiver, var state) -> cancelled(json, receiver, state);
            case Frame.Retransmit(int index) -> json.put("chunk_index", index);
            case Frame.Credit(int credits, var missing) -> credit(json, credits, missing);
        }
        return json.encode();
    }

    /** A frame of a room, without further fields yet. */
    public static JsonObject begin(String type, String room) {
        return new JsonObject().put("type", type).put("room_id", room);
    }

    private static void offered(JsonObject json, Offer offer, Instant expiresAt) {
        var file = offer.file();
        json.put("sender_id", offer.sender());
        putIfAny(json, "receiver_id", offer.receiver());
        json.put("filename", file.name())
                .put("mime_type", file.mimeType())
                .put("file_size", file.chunking().size())
                .put("chunk_size", file.chunking().chunkSize())
                .put("total_chunks", file.chunking().count())
                .put("store", offer.stored())
                .put("expires_at", expiresAt.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    private static void progressed(JsonObject json, Progress progress) {
        var receivers = new JsonArray();
        for (var one : progress.receivers()) {
            receivers.add(new JsonObject()
                    .put("peer_id", one.peer())
                    .put("status", one.state().wire())
                    .put("chunks_received", one.chunksReceived()));
        }
        json.put("status", progress.state().wire())
                .put("chunks_sent", progress.chunksSent())
                .put("chunks_received", progress.chunksReceived())
                .put("total_chunks", progress.totalChunks())
                .put("percentage", progress.percent().value())
                .put("bytes_transferred", progress.bytes())
                .put("receivers", receivers)
                .put("timestamp", progress.at().truncatedTo(ChronoUnit.MILLIS).toString());
    }

    private static void cancelled(JsonObject json, @Nullable String receiver, State state) {
        putIfAny(json, "receiver_id", receiver);
        json.put("status", state.wire()).put("reason", state.error());
    }

    private static void credit(JsonObject json, int credits, List<IndexRange> missing) {
        json.put("credits", credits);
        if (missing.isEmpty()) return;
        var ranges = new JsonArray();
        for (var range : missing) ranges.add(new JsonArray().add(range.first()).add(range.last()));
        json.put("missing", ranges);
    }

    private static void putIfAny(JsonObject json, String field, @Nullable String value) {
        if (value != null) json.put(field, value);
    }
}
