package io.bitchat.gateway;

import io.bitchat.gateway.exchange.Exchange;
import io.bitchat.gateway.exchange.Route;
import io.bitchat.gateway.exchange.Service;
import io.bitchat.gateway.exchange.TraceParent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The metrics of the gateway. Timers are looked up by index, so a request costs one array read. */
public final class GatewayMetrics implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(GatewayMetrics.class.getName());
    private static final int STATUSES = 600;
    private static final List<String> UPSTREAM_ERRORS =
            List.of("timeout", "overloaded", "connect_timeout", "unreachable", "aborted");
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1), Duration.ofNanos(2_500_000), Duration.ofMillis(5), Duration.ofMillis(10),
        Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250),
        Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(2_500), Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicReferenceArray<@Nullable Timer> timers =
            new AtomicReferenceArray<>(Route.values().length * STATUSES);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger sockets = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong lastLoggedSecond = new AtomicLong();
    private final JvmGcMetrics gc = new JvmGcMetrics();

    GatewayMetrics() {
        Gauge.builder("bitchat.gateway.connections", connections, AtomicInteger::get)
                .register(registry);
        Gauge.builder("bitchat.gateway.sockets.open", sockets, AtomicInteger::get)
                .register(registry);
        Gauge.builder("bitchat.gateway.requests.in.flight", inFlight, AtomicInteger::get)
                .register(registry);
        // exist from the start, at 0: else a monitor misses the first increase
        for (var service : Service.values()) UPSTREAM_ERRORS.forEach(kind -> upstreamErrors(service, kind));
        new JvmMemoryMetrics().bindTo(registry);
        gc.bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Client connections of all event loops, including WebSockets. */
    public AtomicInteger connections() {
        return connections;
    }

    public int inFlight() {
        return inFlight.get();
    }

    void began() {
        inFlight.incrementAndGet();
    }

    void ended(Exchange exchange, int status) {
        inFlight.decrementAndGet();
        timer(exchange.route(), status).record(System.nanoTime() - exchange.startNanos(), TimeUnit.NANOSECONDS);
    }

    public void socketOpened() {
        sockets.incrementAndGet();
    }

    public void socketClosed() {
        sockets.decrementAndGet();
    }

    public int openSockets() {
        return sockets.get();
    }

    /** Counts a failed attempt; logs at most one per second, because a dead service fails thousands. */
    public void upstreamFailed(Service service, String kind, TraceParent trace) {
        upstreamErrors(service, kind).increment();
        long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
        if (lastLoggedSecond.getAndSet(second) != second) {
            LOG.warning(() -> "request to service failed service=%s kind=%s trace_id=%s"
                    .formatted(service.label(), kind, trace.traceId()));
        }
    }

    private Counter upstreamErrors(Service service, String kind) {
        return Counter.builder("bitchat.gateway.upstream.errors")
                .tags("service", service.label(), "kind", kind)
                .register(registry);
    }

    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }

    private Timer timer(Route route, int status) {
        int index = route.ordinal() * STATUSES + Math.clamp(status, 0, STATUSES - 1);
        Timer known = timers.get(index);
        if (known != null) {
            return known;
        }
        Timer created = Timer.builder("bitchat.gateway.requests")
                .description("time from the request head to the last byte of the answer")
                .tags("route", route.label(), "status", Integer.toString(status))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        timers.set(index, created);
        return created;
    }
}
