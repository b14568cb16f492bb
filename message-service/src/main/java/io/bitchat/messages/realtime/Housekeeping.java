package io.bitchat.messages.realtime;

import io.bitchat.messages.inbox.MessageReader;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** Periodic tasks for sockets. */
@ApplicationScoped
class Housekeeping {
    /** Two missed heartbeats of 30 s each, plus a margin of 15 s. */
    private static final Duration SILENCE = Duration.ofSeconds(75);

    private static final String REPORT = """
            insert into replica_sockets as r (replica, sockets, seen_at) values ($1, $2, $3)
            on conflict (replica) do update set sockets = excluded.sockets, seen_at = excluded.seen_at
            """;
    private static final String FORGET = "delete from replica_sockets where seen_at < $1";

    private final Hub hub;
    private final Presence presence;
    private final MessageReader reader;
    private final Pool pool;
    private final InstantSource clock;

    Housekeeping(Hub hub, Presence presence, MessageReader reader, Pool pool, InstantSource clock) {
        this.hub = hub;
        this.presence = presence;
        this.reader = reader;
        this.pool = pool;
        this.clock = clock;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void closeStale() {
        hub.closeStale(clock.instant(), SILENCE);
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    void renewPresence() {
        presence.renew();
    }

    /** Wakes sockets that missed a wake-up from another replica. */
    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> catchUp() {
        var peers = hub.peers();
        if (peers.isEmpty()) return Uni.createFrom().voidItem();
        return reader.lastPositions(peers)
                .invoke(last -> last.forEach(hub::wake))
                .replaceWithVoid();
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> report() {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        return pool.preparedQuery(REPORT)
                .execute(Tuple.of(hub.replica(), hub.sockets(), now))
                .chain(() -> pool.preparedQuery(FORGET).execute(Tuple.of(now.minusMinutes(10))))
                .replaceWithVoid();
    }
}
