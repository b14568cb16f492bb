package io.bitchat.gossip.membership;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Contacts for the day that a link breaks, with the round trip times of those that were measured. Nodes that did not
 * answer are kept apart and tried now and then: they may be behind a network that is cut for a while.
 */
final class PassiveView {
    private static final int LOST_CAPACITY = 64;

    private final PeerId self;
    private final int capacity;
    private final RandomGenerator random;
    private final Map<PeerId, Contact> known = new LinkedHashMap<>();
    private final Map<PeerId, Long> roundTrips = new LinkedHashMap<>();
    private final Map<PeerId, Lost> lost = new LinkedHashMap<>();
    private final Map<PeerId, Long> refusedAt = new LinkedHashMap<>();
    private final Map<PeerId, Long> bannedUntil = new LinkedHashMap<>();

    private record Lost(Contact contact, long since) {}

    PassiveView(PeerId self, int capacity, RandomGenerator random) {
        this.self = self;
        this.capacity = capacity;
        this.random = random;
    }

    /** Whether there is nobody but these: none of the others is known, and none is lost. */
    boolean isWithin(Predicate<PeerId> these) {
        return lost.isEmpty() && known.keySet().stream().allMatch(these);
    }

    void add(Contact contact) {
        if (contact.id().equals(self)) return;
        if (known.replace(contact.id(), contact) != null) return;
        lost.remove(contact.id());
        if (known.size() >= capacity) forget(anyOf(known.values()));
        known.put(contact.id(), contact);
    }

    void addAll(Collection<Contact> contacts) {
        contacts.forEach(this::addUnlessLost);
    }

    /** Hearsay does not bring a node back that did not answer. */
    private void addUnlessLost(Contact contact) {
        if (!lost.containsKey(contact.id())) add(contact);
    }

    void remove(PeerId peer) {
        known.remove(peer);
        roundTrips.remove(peer);
    }

    /** It did not answer. */
    void lose(Contact contact, long now) {
        remove(contact.id());
        if (contact.id().equals(self)) return;
        if (lost.size() >= LOST_CAPACITY) lost.remove(lost.keySet().iterator().next());
        lost.put(contact.id(), new Lost(contact, now));
    }

    /** Since when a node has been lost; empty for one that is not. */
    Optional<Long> lostSince(PeerId peer) {
        return Optional.ofNullable(lost.get(peer)).map(Lost::since);
    }

    /** It does not want a link now. */
    void refused(PeerId peer, long now) {
        refusedAt.put(peer, now);
        if (refusedAt.size() > capacity)
            refusedAt.remove(refusedAt.keySet().iterator().next());
    }

    boolean refusedAfter(PeerId peer, long moment) {
        var at = refusedAt.get(peer);
        return at != null && at > moment;
    }

    /** It is not to be a neighbour until then; the longest banned make room. */
    void ban(PeerId peer, long until) {
        remove(peer);
        bannedUntil.put(peer, until);
        if (bannedUntil.size() > LOST_CAPACITY)
            bannedUntil.remove(bannedUntil.keySet().iterator().next());
    }

    boolean isBanned(PeerId peer, long now) {
        return bannedUntil.getOrDefault(peer, 0L) > now;
    }

    /** Takes a lost contact out for another try. */
    Optional<Contact> anyLost() {
        return lost.values().stream()
                .skip(lost.isEmpty() ? 0 : random.nextInt(lost.size()))
                .findFirst()
                .map(Lost::contact);
    }

    void found(Contact contact) {
        lost.remove(contact.id());
        add(contact);
    }

    void measured(PeerId peer, long roundTrip) {
        if (known.containsKey(peer)) roundTrips.put(peer, roundTrip);
    }

    long roundTrip(PeerId peer) {
        return roundTrips.getOrDefault(peer, 0L);
    }

    Optional<Contact> any(Predicate<Contact> wanted) {
        var all = new ArrayList<Contact>(known.size());
        for (var contact : known.values()) if (wanted.test(contact)) all.add(contact);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    Optional<Contact> anyUnmeasured() {
        return any(contact -> !roundTrips.containsKey(contact.id()));
    }

    Optional<Contact> nearest(Predicate<Contact> wanted) {
        Contact nearest = null;
        long least = Long.MAX_VALUE;
        for (var entry : roundTrips.entrySet()) {
            if (entry.getValue() >= least) continue;
            var contact = known.get(entry.getKey());
            if (contact == null || !wanted.test(contact)) continue;
            nearest = contact;
            least = entry.getValue();
        }
        return Optional.ofNullable(nearest);
    }

    List<Contact> sample(int count) {
        var all = new ArrayList<>(known.values());
        java.util.Collections.shuffle(all, java.util.Random.from(random));
        return List.copyOf(all.subList(0, Math.min(count, all.size())));
    }

    int size() {
        return known.size();
    }

    private void forget(Contact contact) {
        known.remove(contact.id());
        roundTrips.remove(contact.id());
    }

    private Contact anyOf(Collection<Contact> contacts) {
        int index = random.nextInt(contacts.size());
        return contacts.stream().skip(index).findFirst().orElseThrow();
    }
}
