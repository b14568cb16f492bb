package io.bitchat.gossip.wire;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.tree.Route;
import java.util.List;

/** What nodes say to each other. {@link FrameCodec} gives the bytes. */
public sealed interface Frame {
    /** A payload along the tree; {@code hops} were taken when it arrives. */
    record Push(int hops, Envelope message) implements Frame {}

    /** A payload that was asked for. */
    record Reply(int hops, Envelope message) implements Frame {}

    /** These messages can be had here. */
    record Announce(List<Integer> briefs) implements Frame {}

    /** Send these messages. */
    record Pull(List<Integer> briefs) implements Frame {}

    /** The link leaves the tree. */
    record Prune() implements Frame {}

    /** The receiver is the sender's parent in the tree. */
    record Graft() implements Frame {}

    /** The sender's way to the root of the tree. */
    record Beacon(Route route) implements Frame {}

    /** The way to this root is lost: it is asked for a new number. */
    record Seek(PeerId root) implements Frame {}

    /** A newcomer asks to be made known. */
    record Join(Contact newcomer) implements Frame {}

    /** A newcomer's request on its random walk. */
    record ForwardJoin(int walk, Contact newcomer) implements Frame {}

    /**
     * Asks for a link in the active view.
     *
     * @param urgent the asker has no neighbour: not to be refused
     * @param roaming the link is to be kept for connectivity, however far the other is
     * @param roundTripMillis as measured by the asker, 0 when unknown; at most 65,535
     */
    record Neighbour(Contact asker, boolean urgent, boolean roaming, int roundTripMillis) implements Frame {}

    /** The answer to {@link Neighbour}. */
    record NeighbourReply(boolean accepted) implements Frame {}

    /** The link leaves the active view. */
    record Disconnect() implements Frame {}

    /** Contacts on a random walk, to be exchanged with those of the node where it ends. */
    record Shuffle(int walk, Contact origin, List<Contact> contacts) implements Frame {}

    /** Contacts in exchange, or to begin with. */
    record ShuffleReply(List<Contact> contacts) implements Frame {}

    /** Answer with the same token, 0 to 65,535. */
    record Ping(int token) implements Frame {}

    /** The answer to {@link Ping}; {@code degree} is the size of the active view. */
    record Pong(int token, int degree) implements Frame {}

    /**
     * A clock in short: the entries that changed of late, and a fingerprint of all others.
     *
     * @param answer whether this answers a digest and wants none itself
     */
    record Digest(boolean answer, List<Dot> recent, long others) implements Frame {}

    /** Fingerprints of the sixteen parts of a prefix. */
    record Split(Prefix prefix, List<Long> children) implements Frame {}

    /**
     * All entries of a clock with a prefix.
     *
     * @param answer whether this answers a listing and wants none itself
     */
    record Listing(boolean answer, Prefix prefix, List<Dot> entries) implements Frame {}

    /** Send these messages, by writer and entry. */
    record Fetch(List<Range> ranges) implements Frame {}
}
