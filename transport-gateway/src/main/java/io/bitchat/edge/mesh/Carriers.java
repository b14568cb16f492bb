package io.bitchat.edge.mesh;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The peers that carry messages to a suite: those that say that their uplink is open. One of those with a link is chosen,
 * and stays so until it says that its uplink is closed, loses its link, or refuses a message while there is another. What
 * a peer says holds for its run, since after a broken link that only one side has noticed it does not say it again.
 * Changed on the thread of the mesh only; the choice may be read on any.
 */
final class Carriers {
    /** In the order in which they are chosen. */
    private final Set<String> open = new LinkedHashSet<>();

    private final Set<String> linked = new HashSet<>();
    private volatile @Nullable String chosen;

    /** Null if there is none. */
    @Nullable
    String chosen() {
        return chosen;
    }

    /** A peer that this node knows has said whether its uplink is open. */
    void said(String peer, boolean isOpen) {
        if (isOpen) open.add(peer);
        else open.remove(peer);
        choose();
    }

    void linked(String peer) {
        linked.add(peer);
        choose();
    }

    void unlinked(String peer) {
        linked.remove(peer);
        choose();
    }

    /** The peer has gone, or its program was started again: what it said does not hold any more. */
    void forget(String peer) {
        open.remove(peer);
        choose();
    }

    /** The peer did not take a message. Answers of one that is not chosen any more change nothing. */
    void refused(String peer) {
        if (!peer.equals(chosen)) return;
        open.remove(peer);
        open.add(peer);
        chosen = null;
        choose();
    }

    private void choose() {
        var now = chosen;
        if (now != null && isUsable(now)) return;
        chosen = open.stream().filter(this::isUsable).findFirst().orElse(null);
    }

    private boolean isUsable(String peer) {
        return open.contains(peer) && linked.contains(peer);
    }
}
