package io.bitchat.lan.relay;

import io.bitchat.lan.Count;
import io.bitchat.lan.Effect;
import io.bitchat.lan.Effect.Rejection;
import io.bitchat.lan.Identity;
import io.bitchat.lan.Route;
import io.bitchat.lan.Turn;
import io.bitchat.lan.json.JsonReader;
import io.bitchat.lan.link.Link;
import io.bitchat.lan.link.Mesh;
import io.bitchat.lan.order.LamportClock;
import io.bitchat.lan.order.Streams;
import io.bitchat.lan.order.Transcript;
import io.bitchat.lan.registry.Bounded;
import io.bitchat.lan.registry.Keys;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.LineCodec;
import io.bitchat.lan.wire.LineId;
import io.bitchat.lan.wire.Notes;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Refusal;
import io.bitchat.lan.wire.Stamp;
import io.bitchat.lan.wire.StreamId;
import io.bitchat.lan.wire.Target;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lines that people write: each is shown once, in its place. */
public final class Conversation {
    private static final int REMEMBERED = 8_192;

    private final Identity identity;
    private final Turn turn;
    private final Mesh mesh;
    private final Keys keys;
    private final Streams streams;
    private final Transcript transcript;
    private final LamportClock clock;
    private final Relay relay;
    private final Map<LineId, Boolean> seen = new Bounded<>(REMEMBERED);
    private Set<String> rooms = Set.of(Target.GENERAL.text());
    private long run;

    public Conversation(Identity identity, Turn turn, Mesh mesh, Keys keys) {
        this.identity = identity;
        this.turn = turn;
        this.mesh = mesh;
        this.keys = keys;
        this.streams = new Streams(turn);
        this.transcript = new Transcript(turn.parameters().history());
        // half of the tolerance, so that others with slower clocks still accept what is written after it
        this.clock = new LamportClock(turn.parameters().clockTolerance().toMillis() / 2);
        this.relay = new Relay(identity.peer(), turn, mesh);
    }

    /** @param since start of this node in milliseconds since 1970 */
    public void start(long since) {
        run = since;
    }

    /** Lines to other rooms are kept, but not shown. */
    public void enter(Set<String> these) {
        rooms = Set.copyOf(these);
    }

    // --- own lines

    /** Sends what the user says. */
    public void say(Target target, String content) {
        if (!JsonReader.isWellFormed(content)) {
            turn.effect(new Effect.Rejected(Rejection.NOT_TEXT));
            return;
        }
        var receiver = target.peer();
        var stream = new StreamId(identity.peer(), run, receiver == null ? "" : receiver.value());
        var stamp = new Stamp(run, clock.next(turn.wall()), 0, false, null);
        var line = new Line(
                        Line.Type.CHAT,
                        identity.peer(),
                        content,
                        turn.now(),
                        streams.head(stream) + 1,
                        target,
                        stamp,
                        Notes.NONE)
                .signedBy(identity.keys());
        var encoded = LineCodec.encode(line);
        if (encoded.length > LineCodec.MAX_BYTES - Streams.RELAY_RESERVE || !streams.next(stream)) {
            turn.effect(new Effect.Rejected(
                    encoded.length > LineCodec.MAX_BYTES - Streams.RELAY_RESERVE
                            ? Rejection.TOO_LONG
                            : Rejection.TOO_MANY_RECEIVERS));
            return;
        }
        turn.count(Count.SAID);
        show(line);
        turn.effect(new Effect.Accepted(
                line.id(), receiver == null ? toRoom(target, encoded) : toPeer(line, receiver, encoded)));
    }

    private Route toRoom(Target room, byte[] encoded) {
        var route = Route.PENDING;
        for (var link : mesh.all()) {
            if (!link.isOurs() && !room.equals(Target.GENERAL)) continue;
            mesh.send(link, encoded);
            route = Route.LINK;
        }
        return route;
    }

    private Route toPeer(Line line, PeerId receiver, byte[] encoded) {
        if (receiver.equals(identity.peer())) return Route.LINK;
        var link = mesh.to(receiver);
        if (link == null) return relay.direct(line, receiver, null) ? Route.RELAY : Route.PENDING;
        mesh.send(link, encoded);
        return Route.LINK;
    }

    // --- lines of others

    /** Takes a line of the peer at the other end, or one that it relays. */
    public void chat(Link link, Line line) {
        var giver = link.peer();
        if (giver == null) return;
        var reason = reasonAgainst(link, line);
        if (reason == null)
            reason =
                    keys.check(line.sender(), line.stamp().proof(), line.stamp().hops() > 0, line::isSigned);
        if (reason != null) {
            boolean fault = line.stamp().hops() == 0 && reason != Refusal.DUPLICATE && reason != Refusal.OUTDATED;
            if (fault) mesh.offence(link, reason);
            else turn.refuse(reason);
            return;
        }
        clock.seen(line.order(), turn.wall());
        var receiver = line.receiver();
        if (receiver != null && !receiver.equals(identity.peer())) passTo(receiver, link, line);
        else if (line.isPlain()) takePlain(link, line);
        else takeNumbered(link, giver, line);
    }

    private @Nullable Refusal reasonAgainst(Link link, Line line) {
        var id = line.id();
        int hops = line.stamp().hops();
        if (!line.sender().equals(link.peer()) && (hops == 0 || !link.isOurs())) return Refusal.FOREIGN_SENDER;
        if (hops > turn.parameters().hops()) return Refusal.TOO_MANY_HOPS;
        if (isOwn(id.stream()) || seen.containsKey(id)) return Refusal.DUPLICATE;
        boolean inTime = line.stamp().again() ? !turn.isAhead(line.timestamp()) : turn.isNear(line.timestamp());
        long latest = turn.wall() + turn.parameters().clockTolerance().toMillis();
        return inTime && line.order() <= latest ? null : Refusal.CLOCK_OFF;
    }

    private boolean isOwn(StreamId stream) {
        return stream.sender().equals(identity.peer()) && (stream.run() == run || !stream.isNumbered());
    }

    private void passTo(PeerId receiver, Link link, Line line) {
        seen.put(line.id(), true);
        if (!relay.direct(line, receiver, link)) turn.refuse(Refusal.NOT_FOR_US);
    }

    private void takePlain(Link link, Line line) {
        if (line.receiver() == null && !line.stamp().again()) relay.pass(line, link);
        show(line);
    }

    private void takeNumbered(Link link, PeerId giver, Line line) {
        var accepted = streams.offer(line, giver);
        if (!accepted.isNew()) return;
        if (line.receiver() == null && !line.stamp().again()) relay.pass(line, link);
        accepted.ready().forEach(this::show);
    }

    private void show(Line line) {
        if (seen.put(line.id(), true) != null || transcript.contains(line.id())) return;
        int later = transcript.add(line);
        if (!isForUser(line)) return;
        turn.count(Count.DELIVERED);
        if (later > 0) turn.count(Count.DELIVERED_LATE);
        turn.effect(new Effect.Deliver(line, later, line.stamp().proof() != null));
    }

    private boolean isForUser(Line line) {
        return line.receiver() != null || rooms.contains(line.target().text());
    }

    /** Shows a line that need not wait any more. */
    void showReady(Line line) {
        show(line);
    }

    // --- for neighbours

    /** What there is, and what is missing. */
    Streams streams() {
        return streams;
    }

    /** The newest lines in order. */
    public Transcript transcript() {
        return transcript;
    }

    /** Lamport time of the newest line. */
    public long lamport() {
        return clock.last();
    }

    /** Takes note of the Lamport time of another node. */
    public void lamport(long time) {
        if (time <= turn.wall() + turn.parameters().clockTolerance().toMillis()) clock.seen(time, turn.wall());
    }

    /** The stream of this node's lines to rooms. */
    public StreamId ownStream() {
        return new StreamId(identity.peer(), run, "");
    }
}
