package io.bitchat.gateway;

import io.bitchat.gateway.admission.Callers;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A running gateway: event loops that share one port, one set of metrics and one shutdown. */
public final class Gateway {
    private static final int POLL_MILLIS = 20;

    private final Vertx vertx;
    private final GatewayMetrics metrics;
    private final AtomicReference<Stage> stage;
    private final List<GatewayVerticle> loops;
    private final GatewayConfig.Times times;

    private Gateway(
            Vertx vertx,
            GatewayMetrics metrics,
            AtomicReference<Stage> stage,
            List<GatewayVerticle> loops,
            GatewayConfig.Times times) {
        this.vertx = vertx;
        this.metrics = metrics;
        this.stage = stage;
        this.loops = loops;
        this.times = times;
    }

    /** Completes once the port is open; fails with the reason if it cannot be opened. */
    static Future<Gateway> start(Vertx vertx, GatewayConfig config) {
        var metrics = new GatewayMetrics();
        var stage = new AtomicReference<>(Stage.SERVING);
        var callers = new Callers(config.shares(), config.trustForwarded());
        List<GatewayVerticle> loops = new ArrayList<>();
        List<Future<String>> deployed = new ArrayList<>();
        for (int i = 0; i < config.eventLoops(); i++) {
            var loop = new GatewayVerticle(config, metrics, callers, stage);
            loops.add(loop);
            deployed.add(vertx.deployVerticle(loop, new DeploymentOptions()));
        }
        return Future.all(deployed).map(_ -> new Gateway(vertx, metrics, stage, List.copyOf(loops), config.times()));
    }

    /** The port that the gateway listens on. */
    public int port() {
        return loops.getFirst().port();
    }

    public GatewayMetrics metrics() {
        return metrics;
    }

    /**
     * Closes the sockets, and serves on for the shutdown delay. Then refuses new requests, waits up to the drain time
     * for those in flight, and closes everything.
     */
    public Future<Void> stop() {
        stage.set(Stage.LEAVING);
        Future<Void> sockets = Future.join(
                        loops.stream().map(GatewayVerticle::closeSockets).toList())
                .mapEmpty();
        return delay().compose(_ -> finishRequests())
                .compose(_ -> sockets)
                .compose(_ -> vertx.close())
                .onComplete(_ -> metrics.close());
    }

    private Future<Void> delay() {
        Promise<Void> over = Promise.promise();
        long millis = times.shutdownDelay().toMillis();
        if (millis == 0) {
            over.complete();
        } else {
            vertx.setTimer(millis, _ -> over.complete());
        }
        return over.future();
    }

    private Future<Void> finishRequests() {
        stage.set(Stage.REFUSING);
        Promise<Void> drained = Promise.promise();
        lookAgain(System.nanoTime() + times.drain().toNanos(), drained);
        return drained.future();
    }

    /** Uses one-shot timers: a periodic timer could fire once more before it is cancelled. */
    private void lookAgain(long deadline, Promise<Void> drained) {
        if (metrics.inFlight() == 0 || System.nanoTime() - deadline > 0) {
            drained.tryComplete();
        } else {
            vertx.setTimer(POLL_MILLIS, _ -> lookAgain(deadline, drained));
        }
    }
}
