package io.bitchat.lan.relay;

import io.bitchat.lan.Count;
import io.bitchat.lan.Turn;
import io.bitchat.lan.link.Link;
import io.bitchat.lan.link.Mesh;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.LineCodec;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Target;
import io.bitchat.lan.wire.XorOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Passes lines on to peers that the sender cannot reach. Neighbours tell each other whom they have links to, so in a
 * full mesh nothing is relayed, and of several neighbours that could relay one does.
 */
final class Relay {
    private final PeerId self;
    private final Turn turn;
    private final Mesh mesh;

    Relay(PeerId self, Turn turn, Mesh mesh) {
        this.self = self;
        this.turn = turn;
        this.mesh = mesh;
    }

    /** Passes on a line to a room that came over {@code from}. */
    void pass(Line line, Link from) {
        var giver = from.peer();
        if (giver == null || line.stamp().hops() >= turn.parameters().hops()) return;
        var receivers = new ArrayList<Link>();
        for (var link : mesh.all()) if (isNeeded(link, line, giver, from)) receivers.add(link);
        send(line.relayed(false), receivers);
    }

    private boolean isNeeded(Link link, Line line, PeerId giver, Link from) {
        var peer = link.peer();
        if (peer == null || peer.equals(giver) || peer.equals(line.sender())) return false;
        // a plain peer does not say whom it reaches, but those who reach it do
        boolean served = link.reaches(giver)
                || link.reaches(line.sender())
                || from.reaches(peer)
                || senderReaches(line.sender(), peer)
                || !link.isOurs() && !mayReadAsPlain(line, from);
        return !served && isChosen(giver, peer);
    }

    /** Two plain peers are taken to have a link; and a plain peer would show any room as its only one. */
    private static boolean mayReadAsPlain(Line line, Link from) {
        return line.target().equals(Target.GENERAL) && from.isOurs();
    }

    private boolean senderReaches(PeerId sender, PeerId peer) {
        var link = mesh.to(sender);
        return link != null && link.reaches(peer);
    }

    /** Of the neighbours that have links to both, the nearest to the receiver relays. */
    private boolean isChosen(PeerId giver, PeerId receiver) {
        return mesh.all().stream()
                .filter(link -> link.isOurs() && link.reaches(giver) && link.reaches(receiver))
                .map(Link::peer)
                .filter(Objects::nonNull)
                .noneMatch(other -> XorOrder.isNearer(receiver.value(), other, self));
    }

    /**
     * Passes on a line to one peer: to the peer itself, to a neighbour that reaches it, or else to the neighbours that
     * reach somebody whom this node does not.
     *
     * @param from link that it came over; null for an own line
     * @return whether there was anybody to give it to
     */
    boolean direct(Line line, PeerId receiver, @Nullable Link from) {
        if (line.stamp().hops() >= turn.parameters().hops()) return false;
        var passed = from == null ? line : line.relayed(false);
        var link = mesh.to(receiver);
        if (link != null) {
            send(passed, List.of(link));
            return true;
        }
        var further = new ArrayList<Link>();
        for (var other : mesh.all()) if (leadsFurther(other, from)) further.add(other);
        var givenTo = further.stream()
                .filter(other -> other.reaches(receiver))
                .findFirst()
                .map(List::of)
                .orElse(further);
        send(passed, givenTo);
        return !givenTo.isEmpty();
    }

    /** Whether a neighbour has not got the line already, and reaches somebody whom this node does not. */
    private boolean leadsFurther(Link link, @Nullable Link from) {
        var peer = link.peer();
        if (peer == null || !link.isOurs() || link == from) return false;
        var giver = from == null ? null : from.peer();
        boolean served = from != null && (from.reaches(peer) || giver != null && link.reaches(giver));
        return !served && link.reachesAny(other -> !other.equals(self) && mesh.to(other) == null);
    }

    private void send(Line line, List<Link> receivers) {
        if (receivers.isEmpty()) return;
        var encoded = LineCodec.encode(line);
        if (encoded.length > LineCodec.MAX_BYTES + 1) return;
        for (var link : receivers) mesh.send(link, encoded);
        if (line.stamp().hops() > 0) turn.count(Count.RELAYED, receivers.size());
    }
}
