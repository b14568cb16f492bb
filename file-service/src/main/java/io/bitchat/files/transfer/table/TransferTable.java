package io.bitchat.files.transfer.table;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** SQL statements about transfers. */
@ApplicationScoped
public class TransferTable {
    private static final String COLUMNS = """
            transfer_id, room_id, sender_id, receiver_id, filename, mime_type, file_size, chunk_size, store, status, error,
            chunks_sent, chunks_received, receivers, offered_at, started_at, ended_at, file_id, wrapped_key,
            wrapping_key_id, snapshot
            """;
    private static final String LOCK_SENDER =
            "select pg_advisory_xact_lock(hashtextextended('transfers of ' || $1, 0))";
    /** The room is locked by who calls this. */
    private static final String RUNNING = """
            select (select count(*) from room_transfers where sender_id = $1 and ended_at is null) as of_user,
                   (select count(*) from room_transfers where room_id = $2 and ended_at is null) as in_room
            """;

    private static final String RUNNING_OF_USER =
            "select count(*) as of_user from room_transfers where sender_id = $1 and ended_at is null";

    private static final String INSERT = "insert into room_transfers (" + COLUMNS + """
            ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
            """;
    private static final String UPDATE = """
            update room_transfers
            set status = $2, error = $3, chunks_sent = $4, chunks_received = $5, receivers = $6, started_at = $7,
                ended_at = $8, file_id = $9, snapshot = $10
            where transfer_id = $1 and ended_at is null
                  and exists (select from room_owners o where o.room_id = room_transfers.room_id and o.replica = $11)
            """;
    private static final String SPOOL_GONE = "update room_transfers set spool_gone = true where transfer_id = $1";
    private static final String FIND = "select " + COLUMNS + " from room_transfers where transfer_id = $1";
    private static final String LIST = "select " + COLUMNS + """
             from room_transfers
            where room_id = $1 and ($2::text is null or sender_id = $2 or receiver_id = $2
                                    or receivers @> jsonb_build_array(jsonb_build_object('peer_id', $2::text)))
                  and ($3::text is null or status = $3) and ($4::uuid is null or (offered_at, transfer_id) < (
                      select b.offered_at, b.transfer_id from room_transfers b where b.transfer_id = $4))
            order by offered_at desc, transfer_id desc limit $5
            """;
    private static final String LIST_OF_PEER = "select " + COLUMNS + """
             from room_transfers
            where (sender_id = $1 or receiver_id = $1)
                  and ($2::text is null or status = $2) and ($3::uuid is null or (offered_at, transfer_id) < (
                      select b.offered_at, b.transfer_id from room_transfers b where b.transfer_id = $3))
            order by offered_at desc, transfer_id desc limit $4
            """;
    private static final String UNFINISHED = "select " + COLUMNS + """
             from room_transfers where ended_at is null and ($1::uuid is null or transfer_id > $1)
            order by transfer_id limit $2
            """;
    private static final String UNFINISHED_IN =
            "select " + COLUMNS + " from room_transfers where ended_at is null and room_id = $1";
    private static final String SPOOLED = "select " + COLUMNS + """
             from room_transfers where ended_at is not null and not spool_gone order by ended_at limit $1
            """;
    private static final String PURGE = """
            delete from room_transfers where transfer_id in (
                select transfer_id from room_transfers where ended_at < $1 and spool_gone order by ended_at limit $2)
            """;

    private final Pool pool;

    TransferTable(Pool pool) {
        this.pool = pool;
    }

    /**
     * Numbers of running transfers.
     *
     * @param ofUser of the sender
     * @param inRoom in the room
     */
    record Running(int ofUser, int inRoom) {}

    /** Counts the running transfers of a sender, without a lock. */
    Uni<Integer> running(String sender) {
        return pool.preparedQuery(RUNNING_OF_USER)
                .execute(Tuple.of(sender))
                .map(rows -> rows.iterator().next().getLong("of_user").intValue());
    }

    /** Counts running transfers; locks the sender until the transaction ends. */
    Uni<Running> running(SqlConnection connection, String sender, String room) {
        return connection
                .preparedQuery(LOCK_SENDER)
                .execute(Tuple.of(sender))
                .chain(() -> connection.preparedQuery(RUNNING).execute(Tuple.of(sender, room)))
                .map(rows -> rows.iterator().next())
                .map(row -> new Running(
                        row.getLong("of_user").intValue(),
                        row.getLong("in_room").intValue()));
    }

    Uni<Void> insert(SqlConnection connection, TransferRow row) {
        var offer = row.offer();
        var chunking = offer.file().chunking();
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.tuple(Arrays.asList(
                        offer.id(),
                        offer.room(),
                        offer.sender(),
                        offer.receiver(),
                        offer.file().name(),
                        offer.file().mimeType(),
                        chunking.size(),
                        chunking.chunkSize(),
                        offer.stored(),
                        row.status(),
                        row.error(),
                        row.chunksSent(),
                        row.chunksReceived(),
                        row.receiversJson(),
                        utc(row.offeredAt()),
                        utc(row.startedAt()),
                        utc(row.endedAt()),
                        row.fileId(),
                        Buffer.buffer(row.key().bytes()),
                        row.key().by(),
                        row.snapshot())))
                .replaceWithVoid();
    }

    /** Writes how a transfer is now; fails with {@link NotOwnerException} if another replica runs it. */
    Uni<Void> update(SqlConnection connection, TransferRow row, UUID replica) {
        return connection
                .preparedQuery(UPDATE)
                .execute(Tuple.tuple(Arrays.asList(
                        row.id(),
                        row.status(),
                        row.error(),
                        row.chunksSent(),
                        row.chunksReceived(),
                        row.receiversJson(),
                        utc(row.startedAt()),
                        utc(row.endedAt()),
                        row.fileId(),
                        row.snapshot(),
                        replica)))
                .invoke(rows -> {
                    if (rows.rowCount() == 0) throw new NotOwnerException(row.id());
                })
                .replaceWithVoid();
    }

    /** Nothing of its spool is left. */
    public Uni<Void> spoolIsGone(UUID transfer) {
        return pool.preparedQuery(SPOOL_GONE).execute(Tuple.of(transfer)).replaceWithVoid();
    }

    public Uni<Optional<TransferRow>> find(UUID transfer) {
        return pool.preparedQuery(FIND).execute(Tuple.of(transfer)).map(rows -> all(rows).stream()
                .findFirst());
    }

    /**
     * Which transfers of a room to list.
     *
     * @param peerId only those of this sender or receiver; null for all
     * @param status only those in this state; null for all
     * @param before only those older than this one; null for the newest
     */
    public record Page(
            String room,
            @Nullable String peerId,
            @Nullable String status,
            @Nullable UUID before,
            int limit) {}

    /** Lists transfers of a room, the newest first. */
    public Uni<List<TransferRow>> list(Page page) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.tuple(
                        Arrays.asList(page.room(), page.peerId(), page.status(), page.before(), page.limit())))
                .map(TransferTable::all);
    }

    /** Lists transfers in all rooms that this peer offers, or that are offered to it by name, the newest first. */
    public Uni<List<TransferRow>> listOfPeer(String peerId, @Nullable String status, @Nullable UUID before, int limit) {
        return pool.preparedQuery(LIST_OF_PEER)
                .execute(Tuple.tuple(Arrays.asList(peerId, status, before, limit)))
                .map(TransferTable::all);
    }

    /** Transfers that have not ended, in the order of their ids. */
    public Uni<List<TransferRow>> unfinished(@Nullable UUID after, int limit) {
        return pool.preparedQuery(UNFINISHED)
                .execute(Tuple.tuple(Arrays.asList(after, limit)))
                .map(TransferTable::all);
    }

    /** Transfers of a room that have not ended. */
    public Uni<List<TransferRow>> unfinishedIn(String roomId) {
        return pool.preparedQuery(UNFINISHED_IN).execute(Tuple.of(roomId)).map(TransferTable::all);
    }

    /** Transfers that have ended, and of whose spool something may be left. */
    public Uni<List<TransferRow>> spooled(int limit) {
        return pool.preparedQuery(SPOOLED).execute(Tuple.of(limit)).map(TransferTable::all);
    }

    /** Forgets transfers that ended before; returns their number. */
    public Uni<Integer> purge(Instant before, int limit) {
        return pool.preparedQuery(PURGE).execute(Tuple.of(utc(before), limit)).map(RowSet::rowCount);
    }

    private static List<TransferRow> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(TransferRow::of)
                .toList();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
