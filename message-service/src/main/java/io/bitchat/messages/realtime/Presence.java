package io.bitchat.messages.realtime;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.kit.auth.CallerListener;
import io.bitchat.kit.codec.EventCodec;
import io.bitchat.kit.event.EventProducer;
import io.bitchat.kit.trace.TraceContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishes which peers are connected here or call the API. Leases are renewed, so a lost event is repaired within 30
 * s, and the leases of a dead replica expire.
 */
@ApplicationScoped
class Presence implements CallerListener {
    private static final Duration SOCKET_LEASE = Duration.ofSeconds(90);
    /** Time in which a peer whose socket was closed for a restart connects again. */
    private static final Duration HANDOVER = Duration.ofSeconds(10);

    private static final Duration CALL_LEASE = Duration.ofMinutes(5);
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final long FLUSH_MS = 100;
    private static final int MAX_WAITING = 20_000;
    private static final int REMEMBERED = 100_000;
    private static final String CALL = "call";

    private final Hub hub;
    private final EventCodec codec;
    private final EventProducer producer;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    /** Peers announced in the last {@link #QUIET}; further activity of theirs is not announced at once. */
    private final Cache<String, Boolean> told = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(QUIET)
            .build();
    /** Peers that were active since their last announcement; {@link #tellOfActive} announces them again. */
    private final Set<String> active = ConcurrentHashMap.newKeySet();
    /** Events are published together every 100 ms, so that consumers can apply them in batches too. */
    private final ArrayBlockingQueue<PresenceEvent> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    /** Peers that are connected but asked to be shown as away; until their next activity. */
    private final Set<String> away = ConcurrentHashMap.newKeySet();

    Presence(
            Hub hub,
            EventCodec codec,
            EventProducer producer,
            InstantSource clock,
            MeterRegistry metrics,
            Vertx vertx) {
        this.hub = hub;
        this.codec = codec;
        this.producer = producer;
        this.clock = clock;
        this.metrics = metrics;
        vertx.setPeriodic(FLUSH_MS, _ -> flush());
    }

    void connected(String peerId) {
        away.remove(peerId);
        online(peerId, source(), SOCKET_LEASE);
    }

    void disconnected(String peerId) {
        away.remove(peerId);
        told.invalidate(peerId);
        active.remove(peerId);
        offer(new PresenceEvent.WentOffline(peerId, clock.instant(), source(), "disconnected"));
    }

    /**
     * The peer's socket was closed because this replica or the gateway restarts. Its lease is shortened and not ended,
     * so that a peer that connects again at once is not shown as offline in between.
     */
    void handedOver(String peerId) {
        if (away.remove(peerId)) return; // its lease has ended
        online(peerId, source(), HANDOVER);
        told.invalidate(peerId);
    }

    /** The peer was active, so it is online, even if it asked to be shown as away. */
    @Override
    public void seen(String peerId) {
        boolean wasAway = away.remove(peerId);
        if (!wasAway && told.getIfPresent(peerId) != null) {
            if (active.size() < REMEMBERED) active.add(peerId);
            return;
        }
        tell(peerId);
    }

    /** Announces the activity that {@link #seen} suppressed because the peer had just been announced. */
    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tellOfActive() {
        for (var peerId : active) {
            if (active.remove(peerId) && !away.contains(peerId)) tell(peerId);
        }
    }

    private void tell(String peerId) {
        if (hub.has(peerId)) online(peerId, source(), SOCKET_LEASE);
        else online(peerId, CALL, CALL_LEASE);
    }

    /** The peer asked to be shown as away: its sockets stop renewing its lease. */
    void saidAway(String peerId, String source) {
        if (source.equals(CALL)) {
            told.invalidate(peerId);
            active.remove(peerId);
        }
        if (source.equals(source()) && hub.has(peerId)) away.add(peerId);
    }

    void renew() {
        hub.peers().stream()
                .filter(peerId -> !away.contains(peerId))
                .forEach(peerId -> online(peerId, source(), SOCKET_LEASE));
    }

    private void online(String peerId, String source, Duration lease) {
        told.put(peerId, true);
        active.remove(peerId);
        var now = clock.instant();
        offer(new PresenceEvent.CameOnline(peerId, now, source, now.plus(lease)));
    }

    private String source() {
        return "socket:" + hub.replica();
    }

    private void offer(PresenceEvent event) {
        if (!waiting.offer(event)) metrics.counter("bitchat.presence.lost").increment();
    }

    /** Publishes the queued events. */
    void flush() {
        var events = new ArrayList<PresenceEvent>();
        waiting.drainTo(events);
        events.forEach(this::publish);
    }

    private void publish(PresenceEvent event) {
        var _ = producer.offer(codec.encode(event, TraceContext.start())).exceptionally(_ -> {
            metrics.counter("bitchat.presence.lost").increment();
            return null;
        });
    }
}
