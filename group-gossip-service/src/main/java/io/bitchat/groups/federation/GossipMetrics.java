package io.bitchat.groups.federation;

import io.bitchat.gossip.Count;
import io.bitchat.gossip.GossipNode;
import io.bitchat.groups.federation.actor.GroupActors;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/** Sums of the counters of all nodes of this replica: {@code bitchat_gossip_*}. */
@ApplicationScoped
class GossipMetrics {
    private static final String DROPPED = "DROPPED_";
    /** Counted where frames are read and messages stored. */
    private static final List<String> ELSEWHERE =
            List.of("bitchat.gossip.set.aside", "bitchat.gossip.frames.unknown", "bitchat.sites.errands.dropped");

    private final GroupActors actors;
    private final MeterRegistry registry;
    private final Map<GossipNode, Map<Count, Long>> before = new WeakHashMap<>();
    private final Map<String, Integer> waiting = new ConcurrentHashMap<>();

    GossipMetrics(GroupActors actors, MeterRegistry registry) {
        this.actors = actors;
        this.registry = registry;
        // exist from the start, at 0: else a monitor misses the first increase
        for (var count : Count.values()) counter(count);
        for (var name : ELSEWHERE) registry.counter(name);
        Gauge.builder("bitchat.gossip.waiting", this, GossipMetrics::waiting)
                .description("messages that wait for their causes")
                .register(registry);
        Gauge.builder("bitchat.gossip.groups", actors, all -> all.all().size())
                .description("shared groups that this replica drives")
                .register(registry);
    }

    /** Reads each node on its own context, since nodes are not thread-safe. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void collect() {
        waiting.keySet().removeIf(group -> actors.of(group) == null);
        actors.all().forEach(actor -> actor.look(node -> add(actor.group().groupId(), node)));
    }

    private synchronized void add(String groupId, GossipNode node) {
        waiting.put(groupId, node.causal().waiting());
        var last = before.computeIfAbsent(node, _ -> new EnumMap<>(Count.class));
        for (var count : Count.values()) {
            long now = node.counted(count);
            var earlier = last.put(count, now);
            long grown = now - (earlier == null ? 0 : earlier);
            if (grown > 0) counter(count).increment(grown);
        }
    }

    private Counter counter(Count count) {
        var name = count.name();
        return name.startsWith(DROPPED)
                ? registry.counter("bitchat.gossip.dropped", "reason", lower(name.substring(DROPPED.length())))
                : registry.counter("bitchat.gossip." + lower(name).replace('_', '.'));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private int waiting() {
        return waiting.values().stream().mapToInt(Integer::intValue).sum();
    }
}
