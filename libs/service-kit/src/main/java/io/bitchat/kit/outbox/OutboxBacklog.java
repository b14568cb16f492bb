package io.bitchat.kit.outbox;

import io.bitchat.contracts.EventHeaders;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Measures the events that wait for their publication: how many, and the age of the oldest. Every replica measures, since
 * events wait just when no replica leads, or when the one that leads does not reach Kafka.
 */
@ApplicationScoped
class OutboxBacklog {
    /** Rows that are counted at most, so that a long backlog is not read as a whole. */
    private static final int MOST = 100_000;

    private static final String MEASURE = """
            select (select count(*) from (select 1 from outbox limit $1) as counted),
                   (select extract(epoch from now() - (headers::json ->> $2::text)::timestamptz)::float8
                    from outbox order by id limit 1)
            """;

    private final Pool pool;
    private volatile double rows = Double.NaN;
    private volatile double age = Double.NaN;

    OutboxBacklog(Pool pool, MeterRegistry metrics) {
        this.pool = pool;
        Gauge.builder("bitchat.outbox.rows", () -> rows)
                .description("events that wait for their publication, at most " + MOST)
                .register(metrics);
        Gauge.builder("bitchat.outbox.age", () -> age)
                .description("age of the oldest of them")
                .baseUnit("seconds")
                .register(metrics);
    }

    /** Without an answer of the database both values are unknown, and not those of before. */
    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> measure() {
        return pool.preparedQuery(MEASURE)
                .execute(Tuple.of(MOST, EventHeaders.TIME))
                .invoke(found -> measured(found.iterator().next()))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> {
                    Log.debugf("outbox not measured cause=%s", failure);
                    rows = Double.NaN;
                    age = Double.NaN;
                })
                .onFailure()
                .recoverWithNull();
    }

    private void measured(Row row) {
        Double oldest = row.getDouble(1);
        rows = row.getLong(0);
        age = oldest == null ? 0 : Math.max(0, oldest);
    }
}
