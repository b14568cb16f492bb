package io.bitchat.kit.usage;

import io.bitchat.contracts.usage.PeerUse;
import io.bitchat.contracts.usage.UsageEvent;
import io.bitchat.contracts.usage.UsageEvent.Counted;
import io.bitchat.kit.event.BroadcastListener;
import io.bitchat.kit.event.EventReader;
import io.bitchat.kit.event.TransientEvents;
import io.bitchat.kit.limit.Budget;
import io.bitchat.kit.limit.SharedBudget.Total;
import io.bitchat.kit.limit.SharedBudgets;
import io.bitchat.kit.limit.UseListener;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Exchanges the uses of peers with the replicas of all services. Nobody waits for a report: uses of the last
 * {@value #GATHER_MS} ms travel together, one report at a time, and while Kafka is away each replica knows only its own
 * count.
 */
@ApplicationScoped
class UsageReports implements UseListener, BroadcastListener {
    private static final long GATHER_MS = 5;
    private static final int MAX_USES = 500;
    private static final int MAX_CHANGED = 20_000;

    private final SharedBudgets budgets;
    private final TransientEvents events;
    private final EventReader reader;
    private final InstantSource clock;
    private final Vertx vertx;
    private final Set<Key> changed = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean planned = new AtomicBoolean();

    UsageReports(SharedBudgets budgets, TransientEvents events, EventReader reader, InstantSource clock, Vertx vertx) {
        this.budgets = budgets;
        this.events = events;
        this.reader = reader;
        this.clock = clock;
        this.vertx = vertx;
    }

    private record Key(Budget budget, String peerId) {}

    /** Reports the peer's new total soon; not for more than {@value #MAX_CHANGED} peers at a time. */
    @Override
    public void used(Budget budget, String peerId) {
        if (changed.size() < MAX_CHANGED) changed.add(new Key(budget, peerId));
        plan();
    }

    private void plan() {
        if (planned.compareAndSet(false, true)) vertx.setTimer(GATHER_MS, _ -> publish());
    }

    private void publish() {
        var keys = new ArrayList<Key>();
        for (var key : changed) {
            if (keys.size() == MAX_USES) break;
            if (changed.remove(key)) keys.add(key);
        }
        var uses = uses(keys);
        if (uses.isEmpty()) {
            published();
            return;
        }
        var _ = events.publish(new Counted(budgets.replica(), clock.instant(), uses))
                .whenComplete((_, failure) -> {
                    // totals that are still of this minute are told once Kafka is back
                    if (failure != null && changed.size() < MAX_CHANGED) changed.addAll(keys);
                    published();
                });
    }

    private void published() {
        planned.set(false);
        if (!changed.isEmpty()) plan();
    }

    private List<PeerUse> uses(List<Key> keys) {
        var now = clock.instant();
        var uses = new ArrayList<PeerUse>(keys.size());
        for (var key : keys) {
            budgets.of(key.budget())
                    .own(key.peerId(), now)
                    .ifPresent(total ->
                            uses.add(new PeerUse(key.peerId(), key.budget().wire(), total.since(), total.count())));
        }
        return uses;
    }

    @Override
    public Set<String> topics() {
        return budgets.areLimited() ? Set.of(UsageEvent.TOPIC) : Set.of();
    }

    @Override
    public void heard(ConsumerRecord<String, byte[]> record) {
        reader.peek(UsageEvent.class, record).ifPresent(event -> {
            switch (event) {
                case Counted counted -> heard(counted);
            }
        });
    }

    private void heard(Counted counted) {
        if (counted.replica().equals(budgets.replica())) return;
        var now = clock.instant();
        for (var use : counted.uses()) {
            Budget.of(use.budget()).ifPresent(budget -> budgets.of(budget)
                    .reported(counted.replica(), use.peerId(), new Total(use.since(), use.count()), now));
        }
    }
}
