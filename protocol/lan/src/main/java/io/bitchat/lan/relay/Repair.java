package io.bitchat.lan.relay;

import io.bitchat.lan.Count;
import io.bitchat.lan.Identity;
import io.bitchat.lan.Turn;
import io.bitchat.lan.link.Link;
import io.bitchat.lan.link.Mesh;
import io.bitchat.lan.order.Streams;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.LineCodec;
import io.bitchat.lan.wire.Notes;
import io.bitchat.lan.wire.Notes.Head;
import io.bitchat.lan.wire.Notes.Want;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Refusal;
import io.bitchat.lan.wire.Stamp;
import io.bitchat.lan.wire.StreamId;
import io.bitchat.lan.wire.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pings between neighbours of ours tell whom they reach, what they have, and what they miss. */
public final class Repair {
    private static final int MAX_LINES = 256;
    private static final int MAX_BYTES = 256 * 1_024;
    private static final int PLAIN_LINES = 128;
    private static final long PLAIN_PAUSE = 5_000;
    private static final long LINKS_PAUSE = 250;
    private static final long HAVE_PAUSE = 300;
    /** A newcomer hears from all at once what there is; one of them is asked. */
    private static final long NEWCOMER = 100;

    private final Identity identity;
    private final Turn turn;
    private final Mesh mesh;
    private final Conversation conversation;
    private final Behind behind;
    private long plainAskedAt = Long.MIN_VALUE / 2;
    private long linksVersion;
    private long linksAt = Long.MAX_VALUE;
    private long haveAt = Long.MAX_VALUE;
    private @Nullable PeerId repairer;

    public Repair(Identity identity, Turn turn, Mesh mesh, Conversation conversation, Behind behind) {
        this.identity = identity;
        this.turn = turn;
        this.mesh = mesh;
        this.conversation = conversation;
        this.behind = behind;
    }

    private Line line(Line.Type type) {
        return new Line(
                type,
                identity.peer(),
                "",
                turn.now(),
                conversation.streams().head(conversation.ownStream()),
                Target.GENERAL,
                Stamp.NONE,
                Notes.NONE);
    }

    // --- questions and answers

    /** Tells a new neighbour of ours what there is here. */
    public void greet(Link link) {
        var peer = link.peer();
        if (peer == null) return;
        var notes = Notes.NONE
                .withLinks(mesh.peers())
                .withHave(conversation.streams().have(peer));
        boolean ask = turn.millis() - plainAskedAt >= PLAIN_PAUSE;
        if (ask) plainAskedAt = turn.millis();
        mesh.send(link, line(Line.Type.PING).withNotes(notes.withWants(List.of(), ask ? PLAIN_LINES : 0)));
    }

    /** Asks whether a peer is still there. */
    public void ping(Link link) {
        var peer = link.peer();
        var notes = Notes.NONE;
        boolean tells = link.isOurs() && turn.random().nextInt(mesh.all().size() + 1) == 0;
        if (peer != null && tells) notes = notes.withHave(conversation.streams().have(peer));
        mesh.send(link, line(Line.Type.PING).withNotes(notes));
        mesh.pinged(link);
    }

    /** Answers a ping. */
    public void pinged(Link link, Line ping) {
        var peer = link.peer();
        if (peer == null) return;
        boolean ahead = link.isOurs()
                && !ping.notes().have().isEmpty()
                && conversation.streams().isAheadOf(ping.notes().have(), peer);
        var notes = ahead ? Notes.NONE.withHave(conversation.streams().have(peer)) : Notes.NONE;
        mesh.send(link, line(Line.Type.PONG).withNotes(notes));
    }

    /** Takes what a neighbour of ours says about itself. */
    public void noted(Link link, Line line) {
        var peer = link.peer();
        if (peer == null || !link.isOurs()) return;
        var notes = line.notes();
        var links = notes.links();
        if (links != null && link.note(links)) behind.noted();
        long delay = links == null ? Streams.UNDER_WAY : NEWCOMER;
        for (var head : notes.have()) if (isOfInterest(head)) heard(head, peer, delay);
        if (line.sequence() > 0)
            heard(new Head(new StreamId(peer, link.run(), ""), line.sequence()), peer, Streams.UNDER_WAY);
        if (notes.wants().isEmpty() && notes.plain() == 0) return;
        if (!link.takeRequest(turn.millis())) {
            turn.refuse(Refusal.FLOOD);
            return;
        }
        if (!notes.wants().isEmpty()) answer(link, peer, notes.wants());
        if (notes.plain() > 0) {
            for (var plain : conversation.transcript().newestPlain(notes.plain())) resend(link, plain);
        }
    }

    private void heard(Head head, PeerId holder, long delay) {
        conversation.streams().heard(head.stream(), head.sequence(), holder, delay);
    }

    private boolean isOfInterest(Head head) {
        return head.stream().isNumbered()
                && head.stream().isFor(identity.peer())
                && !head.stream().equals(conversation.ownStream());
    }

    private void answer(Link link, PeerId asker, List<Want> wants) {
        int lines = 0;
        int bytes = 0;
        for (var want : wants) {
            if (!want.stream().isFor(asker)) continue;
            for (var line : conversation.transcript().range(want.stream(), want.from(), want.to())) {
                if (lines++ >= MAX_LINES || bytes >= MAX_BYTES) return;
                bytes += resend(link, line);
            }
        }
    }

    /** @return number of bytes */
    private int resend(Link link, Line line) {
        int hops = line.stamp().hops();
        // what is asked for is not relayed, so that its hops need not count
        var again = hops < turn.parameters().hops() ? line.relayed(true) : line.withStamp(again(line));
        var encoded = LineCodec.encode(again);
        mesh.send(link, encoded);
        turn.count(Count.RESENT);
        return encoded.length;
    }

    private static Stamp again(Line line) {
        var stamp = line.stamp();
        return new Stamp(stamp.run(), stamp.lamport(), stamp.hops(), true, stamp.proof());
    }

    /** A neighbour filled a gap: others behind this node may have it too. */
    public void repaired(PeerId by) {
        repairer = by;
        haveAt = Math.min(haveAt, turn.millis() + HAVE_PAUSE);
    }

    // --- time

    public void tick() {
        long now = turn.millis();
        if (linksVersion != mesh.version()) {
            linksVersion = mesh.version();
            linksAt = Math.min(linksAt, now + LINKS_PAUSE);
        }
        if (now >= linksAt) {
            linksAt = Long.MAX_VALUE;
            var links = line(Line.Type.PING).withNotes(Notes.NONE.withLinks(mesh.peers()));
            var encoded = LineCodec.encode(links);
            for (var link : mesh.all()) if (link.isOurs()) mesh.send(link, encoded);
        }
        if (now >= haveAt) {
            haveAt = Long.MAX_VALUE;
            for (var link : mesh.all()) if (isBehind(link)) greet(link);
        }
        ask();
    }

    private boolean isBehind(Link link) {
        return link.isOurs() && repairer != null && !repairer.equals(link.peer()) && !link.reaches(repairer);
    }

    private void ask() {
        var ours = new ArrayList<Link>();
        for (var link : mesh.all()) if (link.isOurs()) ours.add(link);
        var other = ours.isEmpty()
                ? null
                : ours.get(turn.random().nextInt(ours.size())).peer();
        var wants = conversation.streams().due(peer -> mesh.to(peer) != null, other, conversation::showReady);
        wants.forEach((peer, asked) -> {
            var link = mesh.to(peer);
            if (link == null) return;
            turn.count(Count.WANTS_SENT);
            mesh.send(link, line(Line.Type.PING).withNotes(Notes.NONE.withWants(asked, 0)));
        });
    }
}
