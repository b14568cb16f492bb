package io.bitchat.gossip;

import io.bitchat.gossip.wire.Packet;
import io.bitchat.gossip.wire.Range;
import java.time.Duration;
import java.util.List;

/** Actions that a node asks of its driver, carried out in list order. */
public sealed interface Effect {
    /** Send a frame; open a link if there is none. */
    record Send(Contact to, Packet packet) implements Effect {}

    /** The link is no longer needed. */
    record Disconnect(PeerId peer) implements Effect {}

    /** Fire the timer after this duration. */
    record Schedule(Timer timer, Duration after) implements Effect {}

    /**
     * Store and show a message. All of its causes were delivered before. For an own message, this precedes the frames
     * that send it.
     */
    record Deliver(Message message) implements Effect {}

    /** Read stored messages for a neighbour and return them with {@link Input.Loaded}, leaving out missing ones. */
    record Load(PeerId to, List<Range> ranges) implements Effect {}
}
