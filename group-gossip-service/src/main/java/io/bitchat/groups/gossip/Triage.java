package io.bitchat.groups.gossip;

import io.bitchat.kit.problem.Outages;
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
 * Commits what the protocol delivers, and sets aside what cannot be stored: the message of another site is kept and passed
 * on, but says nothing here. So it holds up neither the rest nor, since the protocol has it behind it, the next start.
 */
@ApplicationScoped
class Triage {
    /** Messages of one turnout that are looked for one by one; with more, all that came from their sites goes. */
    private static final int MAX_SEARCHED = 4;

    private final Deliveries deliveries;
    private final Counter setAside;

    Triage(Deliveries deliveries, MeterRegistry registry) {
        this.deliveries = deliveries;
        this.setAside = Counter.builder("bitchat.gossip.set.aside")
                .description("messages of other sites that this one cannot store")
                .register(registry);
    }

    /** Tells whom it could not settle; fails where the database is away, another replica has written, or this site's own messages are to blame. */
    Uni<Set<String>> commit(Turnout turnout) {
        return deliveries
                .commit(turnout)
                .onFailure(Triage::blamesContent)
                .recoverWithUni(failure -> commitWithout(turnout, Set.of(), failure));
    }

    /** Notes that a message says nothing here. */
    void setAside(String groupId, Delivery delivery, Throwable cause) {
        setAside.increment();
        Log.warnf(
                "message set aside group=%s site=%s sequence=%d cause=%s",
                groupId, delivery.site(), delivery.message().header().sequence(), cause);
    }

    private static boolean blamesContent(Throwable failure) {
        return !Outages.isOutage(failure) && !(failure instanceof GossipStore.Overtaken);
    }

    private Uni<Set<String>> commitWithout(Turnout turnout, Set<Delivery> culprits, Throwable failure) {
        var foreign = turnout.foreign();
        if (culprits.size() == foreign.size()) return Uni.createFrom().failure(failure);
        if (culprits.size() == MAX_SEARCHED) return commitWithoutSites(turnout, culprits, failure);
        return search(turnout, culprits, 0, foreign.size()).flatMap(index -> {
            var found = new HashSet<>(culprits);
            // nobody is found where this site's own part fails: then it fails again without any
            if (!found.add(foreign.get(index))) return Uni.createFrom().failure(failure);
            return commitOrSearch(turnout, found, failure);
        });
    }

    private Uni<Set<String>> commitOrSearch(Turnout turnout, Set<Delivery> culprits, Throwable failure) {
        return deliveries
                .commit(without(turnout, culprits))
                .invoke(() -> culprits.forEach(culprit -> setAside(turnout.groupId(), culprit, failure)))
                .onFailure(Triage::blamesContent)
                .recoverWithUni(again -> commitWithout(turnout, culprits, again));
    }

    /**
     * Sites that have said several such messages have each of theirs tried by itself, so that what is good among them is
     * stored; only where that does not help are all of theirs set aside.
     */
    private Uni<Set<String>> commitWithoutSites(Turnout turnout, Set<Delivery> culprits, Throwable failure) {
        var sites = culprits.stream().map(Delivery::site).collect(Collectors.toSet());
        var suspects = turnout.foreign().stream()
                .filter(delivery -> sites.contains(delivery.site()))
                .toList();
        return refused(turnout, suspects).flatMap(refused -> commitWithout(turnout, refused)
                .invoke(() -> refused.forEach(culprit -> setAside(turnout.groupId(), culprit, failure)))
                .onFailure(Triage::blamesContent)
                .recoverWithUni(() -> commitWithout(turnout, Set.copyOf(suspects))
                        .invoke(() -> suspects.forEach(suspect -> setAside(turnout.groupId(), suspect, failure)))));
    }

    private Uni<Set<String>> commitWithout(Turnout turnout, Set<Delivery> culprits) {
        return deliveries.commit(without(turnout, culprits));
    }

    /** Those of the suspects that fail on their own. */
    private Uni<Set<Delivery>> refused(Turnout turnout, List<Delivery> suspects) {
        var refused = new HashSet<Delivery>();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (var suspect : suspects) {
            var others = new HashSet<>(turnout.foreign());
            others.remove(suspect);
            all = all.chain(() -> deliveries.rehearse(without(turnout, others)))
                    .onFailure(Triage::blamesContent)
                    .recoverWithUni(() -> {
                        refused.add(suspect);
                        return Uni.createFrom().voidItem();
                    });
        }
        return all.replaceWith(refused);
    }

    /** The first message with which all before it fail: the first {@code good} do not, the first {@code bad} do. */
    private Uni<Integer> search(Turnout turnout, Set<Delivery> culprits, int good, int bad) {
        if (good + 1 >= bad) return Uni.createFrom().item(good);
        int middle = (good + bad) / 2;
        var rest = new HashSet<>(culprits);
        var foreign = turnout.foreign();
        rest.addAll(foreign.subList(middle, foreign.size()));
        return deliveries
                .rehearse(without(turnout, rest))
                .replaceWith(true)
                .onFailure(Triage::blamesContent)
                .recoverWithItem(false)
                .flatMap(passed ->
                        passed ? search(turnout, culprits, middle, bad) : search(turnout, culprits, good, middle));
    }

    private static Turnout without(Turnout turnout, Set<Delivery> culprits) {
        List<Delivery> left = turnout.deliveries().stream()
                .map(delivery -> culprits.contains(delivery) ? delivery.setAside() : delivery)
                .toList();
        return turnout.with(left);
    }
}
