package io.bitchat.lan.relay;

import io.bitchat.lan.Event;
import io.bitchat.lan.LanParameters;
import io.bitchat.lan.Turn;
import io.bitchat.lan.link.Mesh;
import io.bitchat.lan.wire.PeerId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;

/**
 * The peers that this node has no link to, and that a neighbour of ours says it has one to: what is for them is relayed.
 * At most {@value LanParameters#MAX_PEERS}. Looked at when links have changed, or what neighbours say about theirs, but
 * at most four times per second, however often a neighbour says something else.
 */
public final class Behind {
    private static final long PAUSE = 250;

    private final PeerId self;
    private final Turn turn;
    private final Mesh mesh;
    private Set<PeerId> told = Set.of();
    private long version;
    private boolean noted;
    private long lookAt = Long.MAX_VALUE;

    public Behind(PeerId self, Turn turn, Mesh mesh) {
        this.self = self;
        this.turn = turn;
        this.mesh = mesh;
    }

    /** A neighbour has said that its links are others now. */
    void noted() {
        noted = true;
    }

    /** Tells the user if these are others now. */
    public void tick() {
        if (noted || version != mesh.version()) {
            noted = false;
            version = mesh.version();
            lookAt = Math.min(lookAt, turn.millis() + PAUSE);
        }
        if (turn.millis() < lookAt) return;
        lookAt = Long.MAX_VALUE;
        var now = peers();
        if (now.equals(told)) return;
        told = now;
        turn.tell(new Event.PeersBehind(now));
    }

    /** One of each neighbour in turn, so that a neighbour that names many leaves room for those of the others. */
    private Set<PeerId> peers() {
        var said = new ArrayList<Iterator<PeerId>>();
        for (var link : mesh.all())
            if (link.isOurs()) said.add(link.neighbours().iterator());
        var found = new TreeSet<PeerId>();
        while (!said.isEmpty()) {
            said.removeIf(one -> !one.hasNext());
            for (var one : said) {
                var peer = one.next();
                if (isBehind(peer)) found.add(peer);
                if (found.size() >= LanParameters.MAX_PEERS) return Set.copyOf(found);
            }
        }
        return Set.copyOf(found);
    }

    private boolean isBehind(PeerId peer) {
        return !peer.equals(self) && mesh.to(peer) == null;
    }
}
