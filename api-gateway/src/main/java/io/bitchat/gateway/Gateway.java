package io.bitchat.gateway;

import io.bitchat.gateway.admission.Callers;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running gateway: event loops that share one port, one set of metrics and one shutdown. */
public final class Gateway {
    private static final int POLL_MILLIS = 20;

    private final Vertx vertx;
    private final GatewayMetrics metrics;
    private final AtomicBoolean draining;
    private final List<GatewayVerticle> loops;
    private final Duration drain;

    private Gateway(
            Vertx vertx, GatewayMetrics metrics, AtomicBoolean draining, List<GatewayVerticle> loops, Duration drain) {
        this.vertx = vertx;
        this.metrics = metrics;
        this.draining = draining;
        this.loops = loops;
        this.drain = drain;
    }

    /** Completes once the port is open; fails with the reason if it cannot be opened. */
    static Future<Gateway> start(Vertx vertx, GatewayConfig config) {
        var metrics = new GatewayMetrics();
        var draining = new AtomicBoolean();
        var callers = new Callers(config.shares(), config.trustForwarded());
        List<GatewayVerticle> loops = new ArrayList<>();
        List<Future<String>> deployed = new ArrayList<>();
        for (int i = 0; i < config.eventLoops(); i++) {
            var loop = new GatewayVerticle(config, metrics, callers, draining);
            loops.add(loop);
            deployed.add(vertx.deployVerticle(loop, new DeploymentOptions()));
        }
        return Future.all(deployed)
                .map(_ -> new Gateway(
                        vertx,
                        metrics,
                        draining,
                        List.copyOf(loops),
                        config.times().drain()));
    }

    /** The port that the gateway listens on. */
    public int port() {
        return loops.getFirst().port();
    }

    public GatewayMetrics metrics() {
        return metrics;
    }

    /** Refuses new requests, waits up to the drain time for those in flight, then closes everything. */
    public Future<Void> stop() {
        draining.set(true);
        Promise<Void> drained = Promise.promise();
        long deadline = System.nanoTime() + drain.toNanos();
        lookAgain(deadline, drained);
        return drained.future().compose(_ -> vertx.close()).onComplete(_ -> metrics.close());
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
