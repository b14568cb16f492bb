package io.bitchat.messages.fanout;

import io.bitchat.kit.vault.ContentVault;
import io.bitchat.messages.StoredMessage;
import io.bitchat.messages.fanout.FanOutBatch.Told;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** SQL statements of the fan-out; each takes a whole batch as arrays. */
@ApplicationScoped
class FanOutTable {
    private static final String STORED =
            "select message_id, group_id, from_peer_id from messages where message_id = any($1)";

    /**
     * Draws places from the counter that messages between two peers use as well. Rows are locked in ascending order, as
     * in the send path, so that the two cannot deadlock.
     */
    private static final String DRAW_PLACES = """
            with audience as (
                select * from unnest($1::int[], $2::text[]) as a (audience, peer_id)),
            message as (
                select * from unnest($3::int[], $4::uuid[]) with ordinality as m (audience, id, nth)),
            told as (
                select a.peer_id, m.id,
                       row_number() over (partition by a.peer_id order by m.nth) as nth,
                       count(*) over (partition by a.peer_id) as share
                from audience a join message m using (audience)),
            drawn as (
                insert into inboxes as i (peer_id, position)
                select peer_id, share from told where nth = 1 order by peer_id
                on conflict (peer_id) do update set position = i.position + excluded.position
                returning peer_id, position),
            placed as (
                insert into group_inbox (peer_id, position, message)
                select t.peer_id, d.position - t.share + t.nth, t.id from told t join drawn d using (peer_id))
            select peer_id, position from drawn
            """;

    private static final String INSERT = """
            insert into messages (id, message_id, from_peer_id, group_id, content, encryption_algorithm, nonce, status,
                                  sent_at, ttl, hop_count, conversation, sequence, received_at)
            select id, message_id, from_peer_id, group_id, content, encryption_algorithm, nonce, 'sent',
                   sent_at, ttl, hop_count, group_id, sequence, received_at
            from unnest(
                $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::timestamptz[], $9::int[], $10::int[], $11::bigint[], $12::timestamptz[])
            as m (id, message_id, from_peer_id, group_id, content, encryption_algorithm, nonce,
                  sent_at, ttl, hop_count, sequence, received_at)
            order by message_id
            """;

    private static final String COUNT = """
            insert into group_message_counts as c (minute, accepted)
            select * from unnest($1::timestamptz[], $2::bigint[])
            on conflict (minute) do update set accepted = c.accepted + excluded.accepted
            """;

    private final ContentVault vault;

    FanOutTable(ContentVault vault) {
        this.vault = vault;
    }

    /** The group of a message (null for a message between two peers) and its sender. */
    record Origin(@Nullable String groupId, String fromPeerId) {}

    /** The origins of stored messages that have one of these ids. */
    Uni<Map<String, Origin>> stored(SqlConnection connection, Collection<String> messageIds) {
        return connection
                .preparedQuery(STORED)
                .execute(Tuple.of((Object) messageIds.toArray(String[]::new)))
                .map(rows -> {
                    var origins = new HashMap<String, Origin>();
                    rows.forEach(row -> origins.put(row.getString(0), new Origin(row.getString(1), row.getString(2))));
                    return origins;
                });
    }

    /** Draws places in the stream of each recipient; returns the last place drawn for each. */
    Uni<Map<String, Long>> drawPlaces(SqlConnection connection, FanOutBatch batch) {
        var numbers = new ArrayList<Integer>();
        var peers = new ArrayList<String>();
        var audiences = batch.audiences();
        for (int number = 0; number < audiences.size(); number++) {
            for (var peer : audiences.get(number)) {
                numbers.add(number);
                peers.add(peer);
            }
        }
        var columns = Tuple.of(
                numbers.toArray(Integer[]::new),
                peers.toArray(String[]::new),
                column(batch.messages(), batch::audienceOf, Integer[]::new),
                column(batch.messages(), told -> told.message().id(), UUID[]::new));
        return connection.preparedQuery(DRAW_PLACES).execute(columns).map(rows -> {
            var last = new HashMap<String, Long>();
            rows.forEach(row -> last.put(row.getString(0), row.getLong(1)));
            return last;
        });
    }

    Uni<Void> insert(SqlConnection connection, FanOutBatch batch) {
        var messages = batch.messages().stream().map(Told::message).toList();
        var columns = Tuple.newInstance(io.vertx.sqlclient.Tuple.tuple());
        columns.addValue(column(messages, StoredMessage::id, UUID[]::new));
        columns.addValue(column(messages, StoredMessage::messageId, String[]::new));
        columns.addValue(column(messages, StoredMessage::fromPeerId, String[]::new));
        columns.addValue(column(messages, StoredMessage::groupId, String[]::new));
        columns.addValue(column(messages, m -> vault.seal(m.messageId(), m.content()), String[]::new));
        columns.addValue(column(messages, StoredMessage::encryptionAlgorithm, String[]::new));
        columns.addValue(column(messages, StoredMessage::nonce, String[]::new));
        columns.addValue(column(messages, m -> m.sentAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new));
        columns.addValue(column(messages, StoredMessage::ttl, Integer[]::new));
        columns.addValue(column(messages, StoredMessage::hopCount, Integer[]::new));
        columns.addValue(column(messages, StoredMessage::sequence, Long[]::new));
        columns.addValue(column(messages, m -> m.receivedAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new));
        return connection.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    /** Counts each group message once, in the minute of its event. */
    Uni<Void> count(SqlConnection connection, FanOutBatch batch) {
        var byMinute = new TreeMap<Instant, Long>();
        for (var told : batch.messages()) {
            byMinute.merge(told.event().at().truncatedTo(ChronoUnit.MINUTES), 1L, Long::sum);
        }
        var minutes = column(List.copyOf(byMinute.keySet()), m -> m.atOffset(ZoneOffset.UTC), OffsetDateTime[]::new);
        return connection
                .preparedQuery(COUNT)
                .execute(Tuple.of(minutes, byMinute.values().toArray(Long[]::new)))
                .replaceWithVoid();
    }

    private static <T, C> C[] column(List<T> rows, Function<T, C> value, IntFunction<C[]> array) {
        var column = array.apply(rows.size());
        for (int i = 0; i < column.length; i++) column[i] = value.apply(rows.get(i));
        return column;
    }
}
