package io.bitchat.rooms.transfer;

import io.bitchat.rooms.Reason;
import java.util.Set;

/** What happens around a transfer: connections, participants, the spool. */
final class Events {
    private final Course course;
    private final Sender sender;
    private final Turn turn;
    private final Greeting greeting;

    Events(Course course, Turn turn) {
        this.course = course;
        sender = course.sender;
        this.turn = turn;
        greeting = new Greeting(course);
    }

    void take(Input.Event event) {
        switch (event) {
            case Input.Started(var connected) -> start(connected);
            case Input.Connected(var peer) -> {
                connected(peer);
                greet(peer);
            }
            case Input.TookOver(var peer) -> connected(peer);
            case Input.Lost(var peer) -> lost(peer);
            case Input.Joined(var peer) -> joined(peer);
            case Input.Removed(var peer) -> removed(peer);
            case Input.Stored(int index) -> sender.upload.stored(index);
            case Input.Dropped(int index) -> sender.upload.dropped(index);
            case Input.Collected(var peer, int index) -> collected(peer, index);
            case Input.Fail(var reason) -> course.end(new State.Failed(reason));
            case Input.Tick() -> {}
        }
    }

    private void start(Set<String> connected) {
        if (course.isRestored()) {
            sender.lose(turn.now);
            for (var part : course.receivers.running()) part.touch(turn.now);
            return;
        }
        if (connected.contains(sender.peer)) sender.connect();
        else sender.byRequests = true;
        for (var part : course.receivers.all()) part.connect(connected.contains(part.peer));
        turn.broadcast(greeting.offer());
        turn.publish(new Fact.Offered());
    }

    private void connected(String peer) {
        if (peer.equals(sender.peer)) {
            sender.connect();
            if (course.state() instanceof State.Paused paused) turn.send(peer, greeting.pausedFor(paused));
            return;
        }
        var part = course.receivers.of(peer);
        if (part == null || part.state().isOver()) return;
        boolean wasLost = !part.isConnected();
        part.connect(true);
        course.update();
        if (wasLost && !part.isUndecided())
            turn.send(sender.peer, new Frame.Resumed(peer, course.state(), sender.upload.firstMissing()));
    }

    /** A receiver answers with credits; one that took over has given them already, and would give them twice. */
    private void greet(String peer) {
        var part = course.receivers.of(peer);
        if (part != null && !part.state().isOver()) turn.send(peer, greeting.toReceiver(part));
    }

    private void lost(String peer) {
        if (peer.equals(sender.peer)) {
            if (sender.connected) sender.lose(turn.now);
            return;
        }
        var part = course.receivers.of(peer);
        if (part == null || !part.isConnected() || part.state().isOver()) return;
        part.connect(false);
        if (part.isUndecided()) return;
        course.update();
        turn.send(sender.peer, new Frame.Paused(peer, State.Cause.CONNECTION, course.state()));
    }

    private void collected(String peer, int index) {
        var part = course.receivers.of(peer);
        if (part != null && part.isRunning()) part.collected(index, turn.now);
    }

    private void joined(String peer) {
        boolean mayAccept = course.offer.receiver() == null
                && !peer.equals(sender.peer)
                && course.receivers.of(peer) == null
                && turn.now.isBefore(course.expiresAt());
        if (!mayAccept) return;
        course.receivers.add(new Delivery(peer, false));
        turn.send(peer, greeting.offer());
    }

    private void removed(String peer) {
        var end = new State.Cancelled(Reason.REMOVED_FROM_ROOM);
        var part = course.receivers.of(peer);
        if (peer.equals(sender.peer)) {
            course.end(end);
        } else if (part != null) {
            boolean mayComeBack = course.offer.receiver() == null && !part.hasAccepted();
            course.end(part, end);
            if (mayComeBack) course.receivers.remove(peer);
        }
    }
}
