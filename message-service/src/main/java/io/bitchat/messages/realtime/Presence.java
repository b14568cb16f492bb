package io.bitchat.messages.realtime;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.kit.auth.CallerListener;
import io.bitchat.kit.event.EventCodec;
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
 * Tells who is connected here and who calls. Leases renew themselves, so a fact that is lost is made good within half a
 * minute, and what a dead replica said runs out.
 */
@ApplicationScoped
class Presence implements CallerListener {
    private static final Duration SOCKET_LEASE = Duration.ofSeconds(90);
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
    /** Told of lately: activity that follows within a moment is no news. */
    private final Cache<String, Boolean> told = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(QUIET)
            .build();
    /** Active since they were told of; told of again when the moment is over. */
    private final Set<String> active = ConcurrentHashMap.newKeySet();
    /** Published together a few times a second, so that those who apply them do so together as well. */
    private final ArrayBlockingQueue<PresenceEvent> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    /** Connected, but shown as away because they said so; until they act. */
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

    void disconnected(String peerId, String reason) {
        away.remove(peerId);
        told.invalidate(peerId);
        active.remove(peerId);
        offer(new PresenceEvent.WentOffline(peerId, clock.instant(), source(), reason));
    }

    /** The peer did something: it is there, whatever it said before. */
    @Override
    public void seen(String peerId) {
        boolean wasAway = away.remove(peerId);
        if (!wasAway && told.getIfPresent(peerId) != null) {
            if (active.size() < REMEMBERED) active.add(peerId);
            return;
        }
        tell(peerId);
    }

    /** What {@link #seen} kept to itself because it had told of the same peer a moment before. */
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

    /** The peer asked to be shown as away: its sockets stop vouching for it. */
    void saidAway(String peerId, String source) {
        if (source.equals(CALL)) told.invalidate(peerId);
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

    /** Publishes what waits. */
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
