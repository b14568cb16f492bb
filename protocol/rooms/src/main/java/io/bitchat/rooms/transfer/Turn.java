package io.bitchat.rooms.transfer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What one input brings: the time, who acts, and the effects so far. */
final class Turn {
    final Instant now;
    /** The peer that acts, or is acted for; the sender if it is the service. */
    final String actor;

    private final List<Effect> effects = new ArrayList<>(4);

    Turn(Instant now, String actor) {
        this.now = now;
        this.actor = actor;
    }

    void add(Effect effect) {
        effects.add(effect);
    }

    void send(String to, Frame frame) {
        effects.add(new Effect.Send(to, frame));
    }

    void broadcast(Frame frame) {
        effects.add(new Effect.Broadcast(frame));
    }

    void publish(Fact fact) {
        effects.add(new Effect.Publish(fact));
    }

    List<Effect> effects() {
        return effects;
    }
}
