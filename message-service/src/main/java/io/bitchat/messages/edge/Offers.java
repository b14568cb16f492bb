package io.bitchat.messages.edge;

import io.bitchat.contracts.transport.OutboundEvent.Offered;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.messages.peers.EdgePeers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Offers messages to edge nodes: those that wait for a peer which an edge node sees and which has no socket. Each is
 * offered soon after its send, when another node sees the peer, and again once a round. A repeated offer is harmless,
 * since a node does not send a message twice.
 */
@ApplicationScoped
class Offers {
    private final EdgePeers peers;
    private final OfferTable table;
    private final Transactions transactions;
    private final Outbox outbox;
    private final InstantSource clock;
    private final EdgeConfig config;
    private final Counter offered;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean stopping;

    Offers(
            EdgePeers peers,
            OfferTable table,
            Transactions transactions,
            Outbox outbox,
            InstantSource clock,
            EdgeConfig config,
            MeterRegistry metrics) {
        this.peers = peers;
        this.table = table;
        this.transactions = transactions;
        this.outbox = outbox;
        this.clock = clock;
        this.config = config;
        this.offered = Counter.builder("bitchat.messages.edge.offered")
                .description("messages offered to edge nodes; each offer counts")
                .register(metrics);
    }

    /** The scheduler's shortest interval is one second, which is too long for a message. */
    void start(@Observes StartupEvent startup, Vertx vertx) {
        vertx.setPeriodic(config.offerInterval().toMillis(), timer -> {
            if (stopping) vertx.cancelTimer(timer);
            else sweep();
        });
    }

    void stop(@Observes ShutdownEvent shutdown) {
        stopping = true;
    }

    private void sweep() {
        if (!peers.any() || !running.compareAndSet(false, true)) return;
        offerSome()
                .repeat()
                .until(more -> !more || stopping)
                .collect()
                .last()
                .subscribe()
                .with(_ -> running.set(false), failure -> {
                    running.set(false);
                    Log.warnf("messages for edge nodes not offered, trying again cause=%s", failure);
                });
    }

    /** Offers one batch; returns whether more may wait. */
    private Uni<Boolean> offerSome() {
        return transactions
                .run(this::offer)
                .invoke(batch -> offered.increment(batch.offers().size()))
                .map(OfferTable.Batch::more);
    }

    private Uni<OfferTable.Batch> offer(SqlConnection connection) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return table.next(connection, now).call(batch -> {
            if (batch.offers().isEmpty()) return Uni.createFrom().voidItem();
            return outbox.append(connection, entries(batch.offers()))
                    .chain(() -> table.mark(connection, batch.places(), now));
        });
    }

    private static List<Outbox.Entry> entries(List<Offered> offers) {
        return offers.stream()
                .map(offer -> new Outbox.Entry(offer, TraceContext.start()))
                .toList();
    }
}
