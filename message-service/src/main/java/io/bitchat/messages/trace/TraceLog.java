package io.bitchat.messages.trace;

import io.bitchat.kit.outbox.PublishedListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Records steps of messages that their rows do not show. Publication is recorded in the outbox transaction. Delivery
 * attempts are queued and written once a second, and a crash loses the queued ones: they are hints for people, and no
 * code relies on them. About 50 steps are kept per message, so that a client that keeps reopening sockets cannot fill
 * the table.
 */
@ApplicationScoped
public class TraceLog implements PublishedListener {
    private static final int MAX_WAITING = 20_000;
    /** The transport between the suite and an edge node. */
    static final String UPLINK = "uplink";

    private static final String SENT = "io.bitchat.message.sent.v1";
    private static final String ADD = """
            insert into message_trace (message_id, at, step, transport, detail, node, reason, hop)
            select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                                 $8::int[])
                as noted (message_id, at, step, transport, detail, node, reason, hop)
            where noted.step <> 'attempt'
               or (select count(*) from (select 1 from message_trace t
                                         where t.message_id = noted.message_id limit 50) known) < 50
            """;

    private final Pool pool;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final ArrayBlockingQueue<Step> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

    TraceLog(Pool pool, InstantSource clock, MeterRegistry metrics) {
        this.pool = pool;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * One step of a trace.
     *
     * @param step {@code published}, {@code attempt}, {@code hop} or {@code fanned_out}
     * @param node id of the edge node that took part
     * @param reason stable code, for an attempt that failed
     * @param hop place among the hops of the delivery, from 1
     */
    public record Step(
            String messageId,
            Instant at,
            String step,
            @Nullable String transport,
            @Nullable String detail,
            @Nullable String node,
            @Nullable String reason,
            @Nullable Integer hop) {
        private static Step of(String messageId, Instant at, String step, String transport, @Nullable String detail) {
            return new Step(messageId, at, step, transport, detail, null, null, null);
        }

        /** An edge node could not pass the message on. */
        public static Step failedAttempt(String messageId, Instant at, String transport, String node, String reason) {
            return new Step(messageId, at, "attempt", transport, null, node, reason, null);
        }

        /**
         * The hops of a message that edge nodes have carried: to the first node, from node to node, to the recipient.
         *
         * @param transport that has carried it to the recipient
         */
        public static List<Step> hops(
                String messageId, Instant at, List<String> nodes, String transport, String recipient) {
            var steps = new ArrayList<Step>(nodes.size() + 1);
            for (var node : nodes) {
                var by = steps.isEmpty() ? UPLINK : transport;
                steps.add(new Step(messageId, at, "hop", by, "to " + node, node, null, steps.size() + 1));
            }
            var last = nodes.getLast();
            steps.add(new Step(messageId, at, "hop", transport, "to " + recipient, last, null, steps.size() + 1));
            return steps;
        }
    }

    /** Records that a message was handed to a transport. */
    public void attempted(String messageId, String transport, String detail) {
        note(Step.of(messageId, now(), "attempt", transport, detail));
    }

    /** Records that a group message was stored for its recipients and handed to their sockets. */
    public void fannedOut(String messageId, int recipients) {
        note(Step.of(messageId, now(), "fanned_out", "websocket", recipients + " recipients"));
    }

    /** Records steps in the transaction that they belong to. */
    public Uni<Void> note(SqlConnection connection, List<Step> steps) {
        return add(connection, steps);
    }

    private void note(Step step) {
        if (!waiting.offer(step)) metrics.counter("bitchat.trace.dropped").increment();
    }

    /** Has the precision of the times in the message's row, so that steps of the same millisecond keep their order. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Uni<Void> published(SqlConnection connection, List<Published> events) {
        var now = now();
        var steps = events.stream()
                .filter(event -> event.type().equals(SENT))
                .map(event -> Step.of(event.subject(), now, "published", "kafka", null))
                .toList();
        return add(connection, steps);
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> write() {
        var steps = new ArrayList<Step>();
        waiting.drainTo(steps);
        return add(pool, steps).onFailure().recoverWithUni(failure -> {
            Log.warnf("trace steps dropped count=%d cause=%s", steps.size(), failure);
            metrics.counter("bitchat.trace.dropped").increment(steps.size());
            return Uni.createFrom().voidItem();
        });
    }

    private static Uni<Void> add(SqlClient client, List<Step> steps) {
        if (steps.isEmpty()) return Uni.createFrom().voidItem();
        var columns = Tuple.of(
                steps.stream().map(Step::messageId).toArray(String[]::new),
                steps.stream().map(step -> step.at().atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new),
                steps.stream().map(Step::step).toArray(String[]::new),
                steps.stream().map(Step::transport).toArray(String[]::new),
                steps.stream().map(Step::detail).toArray(String[]::new));
        columns.addValue(steps.stream().map(Step::node).toArray(String[]::new));
        columns.addValue(steps.stream().map(Step::reason).toArray(String[]::new));
        columns.addValue(steps.stream().map(Step::hop).toArray(Integer[]::new));
        return client.preparedQuery(ADD).execute(columns).replaceWithVoid();
    }
}
