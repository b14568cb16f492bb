package io.bitchat.files.transfer.table;

import io.bitchat.files.keys.KeyRing.Wrapped;
import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.Offer;
import io.bitchat.rooms.OfferedFile;
import io.bitchat.rooms.transfer.Progress;
import io.bitchat.rooms.transfer.Snapshot;
import io.bitchat.rooms.transfer.Transfer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A transfer as stored in the database.
 *
 * @param status state, as clients see it
 * @param error reason of an end without success; empty otherwise
 * @param fileId the file that is kept; null if none is
 * @param key the wrapped key of its spool
 * @param snapshot what it goes on from after a restart; null once it has ended
 */
public record TransferRow(
        Offer offer,
        String status,
        String error,
        int chunksSent,
        int chunksReceived,
        List<Receiver> receivers,
        Instant offeredAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String fileId,
        Wrapped key,
        @Nullable JsonObject snapshot) {
    public TransferRow {
        receivers = List.copyOf(receivers);
    }

    /**
     * A receiver that has accepted.
     *
     * @param status state of its part, as clients see it
     * @param chunksReceived number of chunks that it has confirmed
     */
    public record Receiver(String peerId, String status, int chunksReceived) {
        static Receiver of(Progress.Receiver part) {
            return new Receiver(part.peer(), part.state().wire(), part.chunksReceived());
        }
    }

    /** A transfer as it is now. */
    public static TransferRow of(Transfer transfer, Wrapped key) {
        var state = transfer.state();
        var progress = transfer.progress();
        var snapshot = transfer.snapshot();
        return new TransferRow(
                transfer.offer(),
                state.wire(),
                state.error(),
                progress.chunksSent(),
                progress.chunksReceived(),
                progress.receivers().stream().map(Receiver::of).toList(),
                snapshot.offeredAt(),
                snapshot.startedAt(),
                transfer.endedAt().orElse(null),
                null,
                key,
                state.isOver() ? null : SnapshotJson.write(snapshot));
    }

    /** The same transfer, whose file is kept. */
    public TransferRow keptAs(String file) {
        return new TransferRow(
                offer,
                status,
                error,
                chunksSent,
                chunksReceived,
                receivers,
                offeredAt,
                startedAt,
                endedAt,
                file,
                key,
                snapshot);
    }

    /** The same transfer, ended as failed. */
    public TransferRow failed(String reason, Instant at) {
        return new TransferRow(
                offer,
                "failed",
                reason,
                chunksSent,
                chunksReceived,
                receivers,
                offeredAt,
                startedAt,
                at,
                null,
                key,
                null);
    }

    static TransferRow of(Row row) {
        var offer = new Offer(
                row.getUUID("transfer_id"),
                row.getString("room_id"),
                row.getString("sender_id"),
                row.getString("receiver_id"),
                new OfferedFile(
                        row.getString("filename"),
                        row.getString("mime_type"),
                        new Chunking(row.getLong("file_size"), row.getInteger("chunk_size"))),
                row.getBoolean("store"));
        var receivers = ((JsonArray) row.getValue("receivers"))
                .stream()
                        .map(JsonObject.class::cast)
                        .map(one -> new Receiver(
                                one.getString("peer_id"), one.getString("status"), one.getInteger("chunks_received")))
                        .toList();
        return new TransferRow(
                offer,
                row.getString("status"),
                row.getString("error"),
                row.getInteger("chunks_sent"),
                row.getInteger("chunks_received"),
                receivers,
                instant(row, "offered_at").orElseThrow(),
                instant(row, "started_at").orElse(null),
                instant(row, "ended_at").orElse(null),
                row.getString("file_id"),
                new Wrapped(row.getBuffer("wrapped_key").getBytes(), row.getString("wrapping_key_id")),
                (JsonObject) row.getValue("snapshot"));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    /** Id of the transfer. */
    public UUID id() {
        return offer.id();
    }

    /** What it goes on from; empty once it has ended. */
    public Optional<Snapshot> resumable() {
        return Optional.ofNullable(snapshot).map(kept -> SnapshotJson.read(kept, offer));
    }

    /** The receivers as JSON. */
    public JsonArray receiversJson() {
        var array = new JsonArray();
        for (var one : receivers) {
            array.add(new JsonObject()
                    .put("peer_id", one.peerId())
                    .put("status", one.status())
                    .put("chunks_received", one.chunksReceived()));
        }
        return array;
    }
}
