package io.bitchat.kit.peers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.kit.auth.CallerListener;
import io.bitchat.kit.event.BroadcastListener;
import io.bitchat.kit.event.EventReader;
import io.bitchat.kit.event.TransientEvents;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Publishes which peers call this service, as leases of {@value #SOURCE}. A peer is announced at most once in 5 s.
 * Activity within that time is announced at its end, so that {@code last_seen} reaches the last call. A lost event is
 * repaired by the next call.
 */
public final class CallPresence implements CallerListener, BroadcastListener {
    /** Source of the leases of calls, the same in every service: a new lease replaces the one before. */
    public static final String SOURCE = "call";

    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration QUIET = Duration.ofSeconds(5);
    /** Events are published together, so that consumers can apply them in batches too. */
    private static final long FLUSH_MS = 100;

    private static final int MAX_WAITING = 20_000;
    private static final int REMEMBERED = 100_000;

    private final TransientEvents events;
    private final EventReader reader;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final Cache<String, Boolean> told = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(QUIET)
            .build();
    /** Last call of peers to announce at the next flush. */
    private final ConcurrentMap<String, Instant> waiting = new ConcurrentHashMap<>();
    /** Last call of peers that were announced less than {@link #QUIET} before it. */
    private final ConcurrentMap<String, Instant> later = new ConcurrentHashMap<>();

    public CallPresence(
            TransientEvents events, EventReader reader, InstantSource clock, MeterRegistry metrics, Vertx vertx) {
        this.events = events;
        this.reader = reader;
        this.clock = clock;
        this.metrics = metrics;
        vertx.setPeriodic(FLUSH_MS, _ -> flush(waiting));
        vertx.setPeriodic(QUIET.toMillis(), _ -> flush(later));
    }

    @Override
    public void seen(String peerId) {
        var now = clock.instant();
        if (told.getIfPresent(peerId) == null) note(waiting, peerId, now);
        else note(later, peerId, now);
    }

    @Override
    public Set<String> topics() {
        return Set.of(PresenceEvent.TOPIC);
    }

    /** A peer that said that it is away, or closed its socket, outweighs its own earlier calls. */
    @Override
    public void heard(ConsumerRecord<String, byte[]> record) {
        reader.peek(PresenceEvent.class, record).ifPresent(event -> {
            if (event instanceof PresenceEvent.WentOffline offline) forget(offline);
        });
    }

    private void forget(PresenceEvent.WentOffline offline) {
        waiting.computeIfPresent(offline.peerId(), (_, at) -> at.isAfter(offline.at()) ? at : null);
        var after = later.remove(offline.peerId());
        told.invalidate(offline.peerId());
        if (after != null && after.isAfter(offline.at())) note(waiting, offline.peerId(), after);
    }

    private void note(ConcurrentMap<String, Instant> calls, String peerId, Instant at) {
        if (calls.size() < MAX_WAITING || calls.containsKey(peerId)) calls.put(peerId, at);
        else lost();
    }

    private void flush(ConcurrentMap<String, Instant> calls) {
        for (var peerId : calls.keySet()) {
            var at = calls.remove(peerId);
            if (at != null) announce(peerId, at);
        }
    }

    private void announce(String peerId, Instant at) {
        told.put(peerId, true);
        var _ = events.publish(new PresenceEvent.CameOnline(peerId, at, SOURCE, at.plus(LEASE)))
                .exceptionally(_ -> {
                    lost();
                    return null;
                });
    }

    private void lost() {
        metrics.counter("bitchat.presence.lost").increment();
    }
}
