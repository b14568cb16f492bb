package io.bitchat.rooms.transfer;

import io.bitchat.rooms.Reason;
import java.util.Set;

/** What happens around a transfer: connections, participants, the spool. */
final class Events {
    private final Course course;
    private final Sender sender;
    private final Turn turn;

    Events(Course course, Turn turn) {
        this.course = course;
        sender = course.sender;
        this.turn = turn;
    }

    void take(Input.Event event) {
        switch (event) {
            case Input.Started(var connected) -> start(connected);
            case Input.Connected(var peer) -> connected(peer);
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
        turn.broadcast(offer());
        turn.publish(new Fact.Offered());
    }

    private Frame.Offered offer() {
        return new Frame.Offered(course.offer, course.expiresAt());
    }

    private void connected(String peer) {
        if (peer.equals(sender.peer)) {
            sender.connect();
            if (course.state() instanceof State.Paused paused) turn.send(peer, pausedFor(paused));
            return;
        }
        var part = course.receivers.of(peer);
        if (part == null || part.state().isOver()) return;
        boolean wasLost = !part.isConnected();
        part.connect(true);
        if (part.isUndecided()) turn.send(peer, offer());
        else goOn(part, wasLost);
    }

    /** Tells a sender that has come back why it should not send. */
    private Frame.Paused pausedFor(State.Paused paused) {
        if (sender.paused) return new Frame.Paused(sender.peer, State.Cause.SENDER, paused);
        var by = course.receivers.running().getFirst();
        var cause = by.isPaused() ? State.Cause.RECEIVER : State.Cause.CONNECTION;
        return new Frame.Paused(by.peer, cause, paused);
    }

    private void goOn(Delivery part, boolean wasLost) {
        course.update();
        if (part.isActive()) {
            turn.send(part.peer, new Frame.Resumed(part.peer, course.state(), part.confirmed()));
        } else {
            var cause = sender.paused ? State.Cause.SENDER : State.Cause.RECEIVER;
            var by = sender.paused ? sender.peer : part.peer;
            turn.send(part.peer, new Frame.Paused(by, cause, course.state()));
        }
        if (wasLost) turn.send(sender.peer, new Frame.Resumed(part.peer, course.state(), sender.upload.firstMissing()));
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
        turn.send(peer, offer());
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
