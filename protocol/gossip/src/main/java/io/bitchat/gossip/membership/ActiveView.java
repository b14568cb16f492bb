package io.bitchat.gossip.membership;

import io.bitchat.gossip.PeerId;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The links in use. Iterates in the order in which they were made, so that a run can be reproduced. */
public final class ActiveView {
    private final Map<PeerId, Neighbour> neighbours = new LinkedHashMap<>();

    /** The neighbour of this id. */
    public @Nullable Neighbour get(PeerId peer) {
        return neighbours.get(peer);
    }

    /** The neighbours, oldest link first; a view that must not be modified. */
    public Collection<Neighbour> all() {
        return neighbours.values();
    }

    public int size() {
        return neighbours.size();
    }

    /** Number of links over which payloads are pushed. */
    public int treeLinks() {
        int links = 0;
        for (var neighbour : neighbours.values()) if (neighbour.isInTree()) links++;
        return links;
    }

    /** A random neighbour. */
    public Optional<Neighbour> any(RandomGenerator random) {
        if (neighbours.isEmpty()) return Optional.empty();
        return neighbours.values().stream()
                .skip(random.nextInt(neighbours.size()))
                .findFirst();
    }

    boolean has(PeerId peer) {
        return neighbours.containsKey(peer);
    }

    void put(Neighbour neighbour) {
        neighbours.put(neighbour.id(), neighbour);
    }

    @Nullable
    Neighbour remove(PeerId peer) {
        return neighbours.remove(peer);
    }

    List<Neighbour> copy() {
        return List.copyOf(neighbours.values());
    }

    long roamingLinks() {
        long links = 0;
        for (var neighbour : neighbours.values()) if (neighbour.isRoaming()) links++;
        return links;
    }

    /**
     * The link to give up for a better one: the farthest, preferably one outside the tree. Roaming links are excluded.
     */
    Optional<Neighbour> worst() {
        return neighbours.values().stream()
                .filter(neighbour -> !neighbour.isRoaming())
                .max(Comparator.comparingLong(ActiveView::cost));
    }

    /** Distance of a link; tree links count as a third shorter. */
    private static long cost(Neighbour neighbour) {
        return neighbour.isInTree() ? neighbour.distance() * 2 / 3 : neighbour.distance();
    }
}
