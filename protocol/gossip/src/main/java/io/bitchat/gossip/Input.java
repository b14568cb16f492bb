package io.bitchat.gossip;

import io.bitchat.gossip.wire.Packet;
import java.util.List;

/** Everything that can happen to a node. */
public sealed interface Input {
    /** It begins, with these to ask for company. */
    record Started(List<Contact> known) implements Input {}

    /** It says something. The payload is not to be changed afterwards; an empty one only gathers causes. At most {@link Message#MAX_PAYLOAD_BYTES}. */
    record Published(byte[] payload) implements Input {}

    /** A frame came over the link from {@code from}. */
    record Received(PeerId from, Packet packet) implements Input {}

    /** A link could not be made or broke. */
    record LinkFailed(PeerId peer) implements Input {}

    /** A timer that was asked for is due. */
    record TimerFired(Timer timer) implements Input {}

    /** What {@link Effect.Load} asked for, in the order of the writer's sequence. */
    record Loaded(PeerId to, List<Envelope> messages) implements Input {}

    /** It ends; neighbours are told. */
    record Left() implements Input {}
}
