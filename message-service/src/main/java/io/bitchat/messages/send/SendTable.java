package io.bitchat.messages.send;

import io.bitchat.kit.vault.ContentVault;
import io.bitchat.messages.StoredMessage;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** SQL statements of the send path; each takes a whole batch as arrays. */
@ApplicationScoped
class SendTable {
    /** Both upserts take their row locks in ascending order, so that batches of several replicas cannot deadlock. */
    private static final String DRAW_PLACES = """
            with inbox as (
                insert into inboxes as i (peer_id, position)
                select peer, count(*) from unnest($1::text[]) as peer group by peer order by peer
                on conflict (peer_id) do update set position = i.position + excluded.position
                returning peer_id, position),
            conversation as (
                insert into conversations as c (conversation, sequence)
                select name, count(*) from unnest($2::text[]) as name group by name order by name
                on conflict (conversation) do update set sequence = c.sequence + excluded.sequence
                returning conversation, sequence)
            select true, peer_id, position from inbox
            union all
            select false, conversation, sequence from conversation
            """;

    /** Inserts in the order of the ids, so that batches that want the same ids cannot deadlock. */
    private static final String INSERT = """
            with message as (
                select * from unnest(
                    $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                    $8::timestamptz[], $9::int[], $10::text[], $11::bigint[], $12::bigint[], $13::timestamptz[],
                    $14::int[], $15::bool[], $16::text[])
                as m (id, message_id, from_peer_id, to_peer_id, content, encryption_algorithm, nonce,
                      sent_at, ttl, conversation, sequence, position, received_at, hop_count, unverified,
                      via_node)),
            waiting as (
                insert into undelivered (peer_id, position, message_id, expires_at)
                select to_peer_id, position, message_id, sent_at + make_interval(secs => ttl) from message)
            insert into messages (id, message_id, from_peer_id, to_peer_id, content, encryption_algorithm, nonce,
                                  status, sent_at, ttl, conversation, sequence, position, received_at, hop_count,
                                  unverified, via_node)
            select id, message_id, from_peer_id, to_peer_id, content, encryption_algorithm, nonce,
                   'sent', sent_at, ttl, conversation, sequence, position, received_at, hop_count, unverified, via_node
            from message order by message_id
            """;

    private static final String TAKEN = "select message_id from messages where message_id = any($1)";

    /** A peer that left has a token generation above 0, because leaving raises it; a stub has generation 0. */
    private static final String RETIRED = """
            select peer_id from known_peers where peer_id = any($1) and not registered and token_generation > 0
            """;

    private final ContentVault vault;

    SendTable(ContentVault vault) {
        this.vault = vault;
    }

    /** The last place drawn in each stream of a batch. */
    record Places(Map<String, Long> inboxes, Map<String, Long> conversations) {}

    /** The ids among these that stored messages have. */
    Uni<List<String>> taken(SqlConnection connection, List<String> messageIds) {
        return connection
                .preparedQuery(TAKEN)
                .execute(Tuple.of(messageIds.toArray(String[]::new)))
                .map(rows -> {
                    var taken = new ArrayList<String>(rows.size());
                    rows.forEach(row -> taken.add(row.getString(0)));
                    return taken;
                });
    }

    /** The recipients that have left the directory. */
    Uni<Set<String>> retired(SqlConnection connection, List<Draft> drafts) {
        var recipients = drafts.stream().map(Draft::toPeerId).distinct().toArray(String[]::new);
        return connection
                .preparedQuery(RETIRED)
                .execute(Tuple.of((Object) recipients))
                .map(rows -> {
                    var retired = new HashSet<String>();
                    rows.forEach(row -> retired.add(row.getString(0)));
                    return retired;
                });
    }

    Uni<Places> drawPlaces(SqlConnection connection, List<Draft> drafts) {
        var peers = column(drafts, Draft::toPeerId, String[]::new);
        var conversations = column(drafts, Draft::conversation, String[]::new);
        return connection
                .preparedQuery(DRAW_PLACES)
                .execute(Tuple.of(peers, conversations))
                .map(rows -> {
                    var places = new Places(new HashMap<>(), new HashMap<>());
                    for (Row row : rows) {
                        var streams = row.getBoolean(0) ? places.inboxes() : places.conversations();
                        streams.put(row.getString(1), row.getLong(2));
                    }
                    return places;
                });
    }

    Uni<Void> insert(SqlConnection connection, List<Draft> drafts, List<StoredMessage> messages) {
        var columns = Tuple.newInstance(io.vertx.sqlclient.Tuple.tuple());
        columns.addValue(column(messages, StoredMessage::id, UUID[]::new));
        columns.addValue(column(messages, StoredMessage::messageId, String[]::new));
        columns.addValue(column(messages, StoredMessage::fromPeerId, String[]::new));
        columns.addValue(column(messages, StoredMessage::toPeerId, String[]::new));
        columns.addValue(column(messages, m -> vault.seal(m.messageId(), m.content()), String[]::new));
        columns.addValue(column(messages, StoredMessage::encryptionAlgorithm, String[]::new));
        columns.addValue(column(messages, StoredMessage::nonce, String[]::new));
        columns.addValue(column(messages, m -> m.sentAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new));
        columns.addValue(column(messages, StoredMessage::ttl, Integer[]::new));
        columns.addValue(column(messages, StoredMessage::conversation, String[]::new));
        columns.addValue(column(messages, StoredMessage::sequence, Long[]::new));
        columns.addValue(column(messages, StoredMessage::position, Long[]::new));
        columns.addValue(column(drafts, d -> d.receivedAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new));
        columns.addValue(column(messages, StoredMessage::hopCount, Integer[]::new));
        columns.addValue(column(messages, StoredMessage::unverified, Boolean[]::new));
        columns.addValue(column(drafts, Draft::viaNode, String[]::new));
        return connection.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    private static <T, C> C[] column(List<T> rows, Function<T, C> value, IntFunction<C[]> array) {
        var column = array.apply(rows.size());
        for (int i = 0; i < column.length; i++) column[i] = value.apply(rows.get(i));
        return column;
    }
}
