package io.bitchat.kit.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.contracts.Event;
import io.bitchat.kit.codec.EncodedEvent;
import io.bitchat.kit.codec.EventCodec;
import io.bitchat.kit.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Stores the events of a change in the change's own transaction (see {@link io.bitchat.kit.commit.Transactions}). The
 * relay publishes them after the commit, in the order of the table.
 *
 * <p>Before appending, callers must hold a lock on the entity of the event's key; the row that they changed is enough.
 * The lock makes the order of events per key equal to the order of commits.
 */
@ApplicationScoped
public class Outbox {
    private static final String APPEND = """
            insert into outbox (topic, key, headers, payload)
            select topic, key, headers, payload
            from unnest($1::text[], $2::text[], $3::text[], $4::bytea[])
                 with ordinality as event (topic, key, headers, payload, place)
            order by place
            """;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventCodec codec;

    Outbox(EventCodec codec) {
        this.codec = codec;
    }

    /** An event and the trace of the request that caused it. */
    public record Entry(Event event, TraceContext trace) {}

    /** Appends in the transaction that is open on {@code connection}. */
    public Uni<Void> append(SqlConnection connection, List<Entry> entries) {
        if (entries.isEmpty()) return Uni.createFrom().voidItem();
        var topics = new String[entries.size()];
        var keys = new String[entries.size()];
        var headers = new String[entries.size()];
        var payloads = new io.vertx.core.buffer.Buffer[entries.size()];
        for (int i = 0; i < entries.size(); i++) {
            var event = encode(entries.get(i));
            topics[i] = event.topic();
            keys[i] = event.key();
            headers[i] = json(event.headers());
            payloads[i] = Buffer.buffer(event.value()).getDelegate();
        }
        return connection
                .preparedQuery(APPEND)
                .execute(Tuple.of(topics, keys, headers, payloads))
                .replaceWithVoid();
    }

    /** Appends in the transaction of a Hibernate session. */
    public Uni<Void> append(Mutiny.Session session, Entry entry) {
        var event = encode(entry);
        return session.flush()
                .chain(() -> session.createNativeQuery(
                                "insert into outbox (topic, key, headers, payload) values (?1, ?2, ?3, ?4)")
                        .setParameter(1, event.topic())
                        .setParameter(2, event.key())
                        .setParameter(3, json(event.headers()))
                        .setParameter(4, event.value())
                        .executeUpdate())
                .replaceWithVoid();
    }

    private EncodedEvent encode(Entry entry) {
        return codec.encode(entry.event(), entry.trace());
    }

    private static String json(Map<String, String> headers) {
        try {
            return JSON.writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
