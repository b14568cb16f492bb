package io.bitchat.groups.federation.delivery;

import io.bitchat.groups.federation.GossipStore;
import io.bitchat.kit.problem.FailureClassifier;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Commits what the protocol delivers, and sets aside messages of other sites that cannot be stored. Their envelopes are
 * kept and passed on, but they have no effect here. So they block neither the rest of the batch nor the next start,
 * since the protocol counts them as delivered.
 */
@ApplicationScoped
public class Triage {
    /**
     * Maximum number of bad messages per batch that are found by bisection. Beyond it, each message of their sites is
     * tried alone.
     */
    private static final int MAX_SEARCHED = 4;

    private final Deliveries deliveries;
    private final Counter setAside;

    Triage(Deliveries deliveries, MeterRegistry registry) {
        this.deliveries = deliveries;
        this.setAside = Counter.builder("bitchat.gossip.set.aside")
                .description("messages of other sites that this one cannot store")
                .register(registry);
    }

    /**
     * Returns the writers with messages left to place. Fails if the database is down, another replica has written, or
     * this site's own messages are the cause.
     */
    public Uni<Set<String>> commit(DeliveryBatch batch) {
        return deliveries
                .commit(batch)
                .onFailure(Triage::blamesContent)
                .recoverWithUni(failure -> commitWithout(batch, Set.of(), failure));
    }

    /** Counts and logs a message that has no effect here. */
    public void setAside(String groupId, Delivery delivery, Throwable cause) {
        setAside.increment();
        Log.warnf(
                "message set aside, it has no effect at this site group=%s site=%s sequence=%d cause=%s",
                groupId, delivery.site(), delivery.message().header().sequence(), cause);
    }

    private static boolean blamesContent(Throwable failure) {
        return !FailureClassifier.isOutage(failure) && !(failure instanceof GossipStore.Overtaken);
    }

    private Uni<Set<String>> commitWithout(DeliveryBatch batch, Set<Delivery> culprits, Throwable failure) {
        var foreign = batch.foreign();
        if (culprits.size() == foreign.size()) return Uni.createFrom().failure(failure);
        if (culprits.size() == MAX_SEARCHED) return commitWithoutSites(batch, culprits, failure);
        return search(batch, culprits, 0, foreign.size()).flatMap(index -> {
            var found = new HashSet<>(culprits);
            // no new culprit means that this site's own part fails, which it also does without foreign messages
            if (!found.add(foreign.get(index))) return Uni.createFrom().failure(failure);
            return commitOrSearch(batch, found, failure);
        });
    }

    private Uni<Set<String>> commitOrSearch(DeliveryBatch batch, Set<Delivery> culprits, Throwable failure) {
        return deliveries
                .commit(without(batch, culprits))
                .invoke(() -> culprits.forEach(culprit -> setAside(batch.groupId(), culprit, failure)))
                .onFailure(Triage::blamesContent)
                .recoverWithUni(again -> commitWithout(batch, culprits, again));
    }

    /**
     * Tries each message of the culprits' sites alone, so that their good ones are stored. Only if that does not help,
     * sets all of them aside.
     */
    private Uni<Set<String>> commitWithoutSites(DeliveryBatch batch, Set<Delivery> culprits, Throwable failure) {
        var sites = culprits.stream().map(Delivery::site).collect(Collectors.toSet());
        var suspects = batch.foreign().stream()
                .filter(delivery -> sites.contains(delivery.site()))
                .toList();
        return refused(batch, suspects).flatMap(refused -> commitWithout(batch, refused)
                .invoke(() -> refused.forEach(culprit -> setAside(batch.groupId(), culprit, failure)))
                .onFailure(Triage::blamesContent)
                .recoverWithUni(() -> commitWithout(batch, Set.copyOf(suspects))
                        .invoke(() -> suspects.forEach(suspect -> setAside(batch.groupId(), suspect, failure)))));
    }

    private Uni<Set<String>> commitWithout(DeliveryBatch batch, Set<Delivery> culprits) {
        return deliveries.commit(without(batch, culprits));
    }

    /** The suspects that fail on their own. */
    private Uni<Set<Delivery>> refused(DeliveryBatch batch, List<Delivery> suspects) {
        var refused = new HashSet<Delivery>();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (var suspect : suspects) {
            var others = new HashSet<>(batch.foreign());
            others.remove(suspect);
            all = all.chain(() -> deliveries.rehearse(without(batch, others)))
                    .onFailure(Triage::blamesContent)
                    .recoverWithUni(() -> {
                        refused.add(suspect);
                        return Uni.createFrom().voidItem();
                    });
        }
        return all.replaceWith(refused);
    }

    /**
     * Bisects for the first message that makes the batch fail. The first {@code good} messages pass, the first
     * {@code bad} fail.
     */
    private Uni<Integer> search(DeliveryBatch batch, Set<Delivery> culprits, int good, int bad) {
        if (good + 1 >= bad) return Uni.createFrom().item(good);
        int middle = (good + bad) / 2;
        var rest = new HashSet<>(culprits);
        var foreign = batch.foreign();
        rest.addAll(foreign.subList(middle, foreign.size()));
        return deliveries
                .rehearse(without(batch, rest))
                .replaceWith(true)
                .onFailure(Triage::blamesContent)
                .recoverWithItem(false)
                .flatMap(passed ->
                        passed ? search(batch, culprits, middle, bad) : search(batch, culprits, good, middle));
    }

    private static DeliveryBatch without(DeliveryBatch batch, Set<Delivery> culprits) {
        List<Delivery> left = batch.deliveries().stream()
                .map(delivery -> culprits.contains(delivery) ? delivery.setAside() : delivery)
                .toList();
        return batch.with(left);
    }
}
