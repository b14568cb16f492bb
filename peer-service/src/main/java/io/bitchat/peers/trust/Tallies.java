package io.bitchat.peers.trust;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What a batch of events adds to the counters of peers. */
final class Tallies {
    private final Map<String, Tally> byPeer = new TreeMap<>();

    /**
     * The sum for one peer.
     *
     * @param activeAt time of its last activity; {@link Instant#EPOCH} if the batch has none
     */
    record Tally(long sent, long received, long good, long bad, Instant activeAt) {
        private static final Tally NOTHING = new Tally(0, 0, 0, 0, Instant.EPOCH);

        Tally withActivity(Instant at) {
            return new Tally(sent, received, good, bad, activeAt.isAfter(at) ? activeAt : at);
        }
    }

    boolean isEmpty() {
        return byPeer.isEmpty();
    }

    int size() {
        return byPeer.size();
    }

    /** The peers in ascending order. */
    List<String> peers() {
        return List.copyOf(byPeer.keySet());
    }

    /** The sums in the order of {@link #peers}. */
    List<Tally> sums() {
        return List.copyOf(byPeer.values());
    }

    void sent(String peerId) {
        change(peerId, t -> new Tally(t.sent() + 1, t.received(), t.good(), t.bad(), t.activeAt()));
    }

    void received(String peerId) {
        change(peerId, t -> new Tally(t.sent(), t.received() + 1, t.good(), t.bad(), t.activeAt()));
    }

    void marked(String peerId, long good, long bad) {
        change(peerId, t -> new Tally(t.sent(), t.received(), t.good() + good, t.bad() + bad, t.activeAt()));
    }

    void active(String peerId, Instant at) {
        change(peerId, tally -> tally.withActivity(at));
    }

    private void change(String peerId, UnaryOperator<Tally> change) {
        byPeer.put(peerId, change.apply(byPeer.getOrDefault(peerId, Tally.NOTHING)));
    }
}
