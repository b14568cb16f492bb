package io.bitchat.gossip;

import io.bitchat.gossip.wire.Packet;
import java.util.List;

/** Events that a node handles. */
public sealed interface Input {
    /** The node starts, with contacts through which it joins. */
    record Started(List<Contact> known) implements Input {}

    /**
     * The node publishes a message. The payload has at most {@link Message#MAX_PAYLOAD_BYTES} and must not be modified
     * afterwards; an empty one only gathers causes.
     */
    record Published(byte[] payload) implements Input {}

    /** A frame arrived over the link from {@code from}. */
    record Received(PeerId from, Packet packet) implements Input {}

    /** A link could not be opened, or broke. */
    record LinkFailed(PeerId peer) implements Input {}

    /** A scheduled timer is due. */
    record TimerFired(Timer timer) implements Input {}

    /** The messages that {@link Effect.Load} asked for, in the order of the writer's sequence. */
    record Loaded(PeerId to, List<Envelope> messages) implements Input {}

    /** The node leaves; its neighbours are told. */
    record Left() implements Input {}
}
