package io.bitchat.rooms.transfer;

import java.util.List;

/** What a device of a peer hears when it comes: what is offered, or how it goes on. */
final class Greeting {
    private final Course course;
    private final Sender sender;

    Greeting(Course course) {
        this.course = course;
        sender = course.sender;
    }

    /**
     * For one more device of a peer that is connected already: the device that took part may be gone without a word. Only a
     * device that has the file, or receives it, can act on this; by that it takes over.
     */
    List<Frame> another(String peer) {
        if (course.state().isOver()) return List.of();
        if (peer.equals(sender.peer)) return toSender();
        var part = course.receivers.of(peer);
        return part == null || part.state().isOver() ? List.of() : List.of(toReceiver(part));
    }

    /** One credit is enough to act; all credits are counted anew after that. */
    private List<Frame> toSender() {
        if (course.state() instanceof State.Paused paused) return List.of(pausedFor(paused));
        var missing = sender.upload.missing();
        boolean waits = sender.connected && course.receivers.anyActive() && !missing.isEmpty();
        return waits ? List.of(new Frame.Credit(1, missing)) : List.of();
    }

    Frame toReceiver(Delivery part) {
        if (part.isUndecided()) return offer();
        if (part.isActive()) return new Frame.Resumed(part.peer, course.state(), part.confirmed());
        var cause = sender.paused ? State.Cause.SENDER : State.Cause.RECEIVER;
        var by = sender.paused ? sender.peer : part.peer;
        return new Frame.Paused(by, cause, course.state());
    }

    /** Tells a sender that has come back why it should not send. */
    Frame.Paused pausedFor(State.Paused paused) {
        if (sender.paused) return new Frame.Paused(sender.peer, State.Cause.SENDER, paused);
        var by = course.receivers.running().getFirst();
        var cause = by.isPaused() ? State.Cause.RECEIVER : State.Cause.CONNECTION;
        return new Frame.Paused(by.peer, cause, paused);
    }

    Frame.Offered offer() {
        return new Frame.Offered(course.offer, course.expiresAt());
    }
}
