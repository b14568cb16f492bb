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
 * Contacts to replace broken links, with round trip times if measured. Nodes that did not answer are kept apart and
 * retried now and then, since they may be in another part of a partitioned network.
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

    /** Whether all known contacts satisfy {@code these}, and none is lost. */
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

    /** A contact received from others does not revive a node that did not answer. */
    private void addUnlessLost(Contact contact) {
        if (!lost.containsKey(contact.id())) add(contact);
    }

    void remove(PeerId peer) {
        known.remove(peer);
        roundTrips.remove(peer);
    }

    /** Moves a node that did not answer to the lost ones. */
    void lose(Contact contact, long now) {
        remove(contact.id());
        if (contact.id().equals(self)) return;
        if (lost.size() >= LOST_CAPACITY) lost.remove(lost.keySet().iterator().next());
        lost.put(contact.id(), new Lost(contact, now));
    }

    /** Time since when a node is lost; empty if it is not. */
    Optional<Long> lostSince(PeerId peer) {
        return Optional.ofNullable(lost.get(peer)).map(Lost::since);
    }

    /** Records that a node refused a link. */
    void refused(PeerId peer, long now) {
        refusedAt.put(peer, now);
        if (refusedAt.size() > capacity)
            refusedAt.remove(refusedAt.keySet().iterator().next());
    }

    boolean refusedAfter(PeerId peer, long moment) {
        var at = refusedAt.get(peer);
        return at != null && at > moment;
    }

    /** Bans a peer as a neighbour until this time; when the list is full, the first entry is removed. */
    void ban(PeerId peer, long until) {
        remove(peer);
        bannedUntil.put(peer, until);
        if (bannedUntil.size() > LOST_CAPACITY)
            bannedUntil.remove(bannedUntil.keySet().iterator().next());
    }

    boolean isBanned(PeerId peer, long now) {
        return bannedUntil.getOrDefault(peer, 0L) > now;
    }

    /** A random lost contact, to be tried again. */
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
