package io.bitchat.groups.history;

import io.bitchat.groups.GroupCursor;
import io.bitchat.groups.GroupMessage;
import io.bitchat.kit.vault.ContentVault;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Reads pages of a group's messages: as many as were asked for, but a page ends with the message that reaches
 * {@value #MAX_BYTES} bytes of sealed content.
 */
@ApplicationScoped
class GroupPages {
    static final int MAX_BYTES = 1 << 20;
    /** Decrypting more than this, in bytes, would block the event loop too long. */
    private static final int QUICK_BYTES = 128 << 10;

    /** Sizes are known without reading the content, so content beyond the limit is never read. */
    private static final String FOUND = """
            select * from (
                select m.*, count(*) over () as found,
                       sum(octet_length(content)) over (order by
            """;

    private static final String ROWS = """
            ) - octet_length(content) as bytes_before
                from (select id, message_id, message_key, group_id, from_peer_id, content, encryption_algorithm, nonce,
                             sent_at, ttl, hop_count, sequence, clock_entry, ordered_at,
                             coalesce(received_at, sent_at) as received_at
                      from group_messages where group_id = $1 and voided_at is null
            """;
    private static final String AND_ONE = " limit $2::bigint + 1";
    private static final String CUT = ") m) page where bytes_before < $3 order by ";
    private static final String SHOWN = " ordered_at desc, from_peer_id desc, clock_entry desc ";
    private static final String OLDER = """
             and (ordered_at, from_peer_id, clock_entry) < (select b.ordered_at, b.from_peer_id, b.clock_entry
                 from group_messages b where b.group_id = $1 and b.sequence = $4::bigint and b.sequence > 0)
            """;
    private static final String LATER = " and sequence > $4::bigint and sequence > 0 order by sequence";

    private static final String NEWEST =
            FOUND + SHOWN + ROWS + " order by " + SHOWN + AND_ONE + " offset $4::bigint" + CUT + SHOWN + " limit $2";
    private static final String BEFORE =
            FOUND + SHOWN + ROWS + OLDER + " order by " + SHOWN + AND_ONE + CUT + SHOWN + " limit $2";
    private static final String AFTER = FOUND + " sequence" + ROWS + LATER + AND_ONE + CUT + "sequence limit $2";

    private final Pool pool;
    private final ContentVault vault;

    GroupPages(Pool pool, ContentVault vault) {
        this.pool = pool;
        this.vault = vault;
    }

    /** @param isLast whether nothing follows */
    record Page(List<GroupMessage> messages, boolean isLast) {}

    /** The newest page first, each page oldest first; {@code offset} counts back from the newest message. */
    Uni<Page> newest(String groupId, int limit, int offset) {
        return read(NEWEST, groupId, limit, offset).map(GroupPages::oldestFirst);
    }

    /** Messages shown before a position, oldest first. */
    Uni<Page> before(String groupId, int limit, GroupCursor place) {
        return read(BEFORE, groupId, limit, place.sequence()).map(GroupPages::oldestFirst);
    }

    /** Messages delivered here after a position, in the order of their delivery. */
    Uni<Page> after(String groupId, int limit, GroupCursor place) {
        return read(AFTER, groupId, limit, place.sequence());
    }

    private Uni<Page> read(String statement, String groupId, int limit, long from) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of(groupId, (long) limit, (long) MAX_BYTES, from))
                .flatMap(rows -> {
                    var page = Uni.createFrom().item(rows);
                    var elsewhere = isLong(rows) ? page.emitOn(Infrastructure.getDefaultWorkerPool()) : page;
                    return elsewhere.map(this::page);
                });
    }

    private static boolean isLong(RowSet<Row> rows) {
        long bytes = 0;
        for (var row : rows) bytes += row.getString("content").length();
        return bytes > QUICK_BYTES;
    }

    private Page page(RowSet<Row> rows) {
        var messages = StreamSupport.stream(rows.spliterator(), false)
                .map(this::message)
                .toList();
        return new Page(messages, messages.isEmpty() || found(rows) == messages.size());
    }

    private static long found(RowSet<Row> rows) {
        return rows.iterator().next().getLong("found");
    }

    private static Page oldestFirst(Page page) {
        return new Page(page.messages().reversed(), page.isLast());
    }

    private GroupMessage message(Row row) {
        var id = row.getString("message_id");
        return new GroupMessage(
                row.getUUID("id"),
                id,
                row.getString("message_key"),
                row.getString("group_id"),
                row.getString("from_peer_id"),
                vault.open(id, row.getString("content")),
                row.getString("encryption_algorithm"),
                row.getString("nonce"),
                row.getOffsetDateTime("sent_at").toInstant(),
                row.getInteger("ttl"),
                row.getInteger("hop_count"),
                row.getLong("sequence"),
                row.getLong("clock_entry"),
                row.getOffsetDateTime("ordered_at").toInstant(),
                row.getOffsetDateTime("received_at").toInstant());
    }
}
