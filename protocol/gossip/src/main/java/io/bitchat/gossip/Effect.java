package io.bitchat.gossip;

import io.bitchat.gossip.wire.Packet;
import io.bitchat.gossip.wire.Range;
import java.time.Duration;
import java.util.List;

/** Everything a node may ask of its driver, carried out in list order. */
public sealed interface Effect {
    /** Send a frame, making a link where there is none. */
    record Send(Contact to, Packet packet) implements Effect {}

    /** The link is not needed any more. */
    record Disconnect(PeerId peer) implements Effect {}

    /** Fire the timer after a while. */
    record Schedule(Timer timer, Duration after) implements Effect {}

    /** Show and store a message: all of its causes were delivered before. Own messages come first of all. */
    record Deliver(Message message) implements Effect {}

    /** Read stored messages for a neighbour and hand them back with {@link Input.Loaded}; missing ones are left out. */
    record Load(PeerId to, List<Range> ranges) implements Effect {}
}
