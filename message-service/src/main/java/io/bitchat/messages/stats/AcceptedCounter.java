package io.bitchat.messages.stats;

import io.bitchat.contracts.Contract;
import io.bitchat.contracts.messages.MessageEvent;
import io.bitchat.kit.outbox.PublishedListener;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;

/**
 * Counts accepted messages when their events leave the outbox. Each counts exactly once, because the count and the
 * removal share a transaction, and senders do not contend for a counter row.
 */
@ApplicationScoped
class AcceptedCounter implements PublishedListener {
    private static final String SENT = Contract.typeOf(MessageEvent.Sent.class);
    private static final String COUNT = """
            insert into message_counts as c (minute, accepted)
            select * from unnest($1::timestamptz[], $2::bigint[])
            on conflict (minute) do update set accepted = c.accepted + excluded.accepted
            """;

    @Override
    public Uni<Void> published(SqlConnection connection, List<Published> events) {
        var byMinute = new TreeMap<Instant, Long>();
        for (var event : events) {
            if (event.type().equals(SENT)) byMinute.merge(event.at().truncatedTo(ChronoUnit.MINUTES), 1L, Long::sum);
        }
        if (byMinute.isEmpty()) return Uni.createFrom().voidItem();
        var minutes = byMinute.keySet().stream()
                .map(minute -> minute.atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
        return connection
                .preparedQuery(COUNT)
                .execute(Tuple.of(minutes, byMinute.values().toArray(Long[]::new)))
                .replaceWithVoid();
    }
}
