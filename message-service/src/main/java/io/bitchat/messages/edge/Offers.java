package io.bitchat.messages.edge;

import io.bitchat.messages.peers.EdgePeers;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Offers messages to edge nodes: those that wait for a peer which an edge node sees and which has no socket. Each is
 * offered soon after its send, when another node sees the peer, and again once a round. A repeated offer is harmless,
 * since a node does not send a message twice.
 */
@ApplicationScoped
class Offers {
    private final EdgePeers peers;
    private final OfferTransaction transaction;
    private final EdgeConfig config;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean stopping;

    Offers(EdgePeers peers, OfferTransaction transaction, EdgeConfig config) {
        this.peers = peers;
        this.transaction = transaction;
        this.config = config;
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
        offerAll().subscribe().with(_ -> running.set(false), failure -> {
            running.set(false);
            Log.warnf("messages for edge nodes not offered, trying again cause=%s", failure);
        });
    }

    /** Each batch begins after the one before it is committed. */
    private Uni<Void> offerAll() {
        return transaction
                .run()
                .flatMap(more ->
                        more && !stopping ? offerAll() : Uni.createFrom().voidItem());
    }
}
