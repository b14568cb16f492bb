package io.bitchat.gossip.wire;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.tree.Route;
import java.util.List;

/** Frames that nodes exchange. {@link FrameCodec} defines the bytes. */
public sealed interface Frame {
    /** A payload along the tree; {@code hops} counts the hops including this one. */
    record Push(int hops, Envelope message) implements Frame {}

    /** A payload sent on request. */
    record Reply(int hops, Envelope message) implements Frame {}

    /** The sender has these messages. */
    record Announce(List<Integer> briefs) implements Frame {}

    /** Requests these messages. */
    record Pull(List<Integer> briefs) implements Frame {}

    /** Removes the link from the tree. */
    record Prune() implements Frame {}

    /** Makes the receiver the sender's parent in the tree. */
    record Graft() implements Frame {}

    /** The sender's route to the root of the tree. */
    record Beacon(Route route) implements Frame {}

    /** The sender's route to this root is lost; asks the root for a new number. */
    record Seek(PeerId root) implements Frame {}

    /** A new node joins the overlay. */
    record Join(Contact newcomer) implements Frame {}

    /** A join on its random walk; {@code walk} is the number of steps left. */
    record ForwardJoin(int walk, Contact newcomer) implements Frame {}

    /**
     * Asks for a link in the active view.
     *
     * @param urgent the asker has no neighbour, so it should not be refused
     * @param roaming the link serves connectivity, whatever its distance
     * @param roundTripMillis round trip measured by the asker, 0 if unknown; at most 65,535
     */
    record Neighbour(Contact asker, boolean urgent, boolean roaming, int roundTripMillis) implements Frame {}

    /** The answer to {@link Neighbour}. */
    record NeighbourReply(boolean accepted) implements Frame {}

    /** Removes the link from the active view. */
    record Disconnect() implements Frame {}

    /** Contacts on a random walk, to be exchanged with those of the node at its end. */
    record Shuffle(int walk, Contact origin, List<Contact> contacts) implements Frame {}

    /** Contacts in answer to a shuffle or a join. */
    record ShuffleReply(List<Contact> contacts) implements Frame {}

    /** Asks for a Pong with the same token, 0 to 65,535. */
    record Ping(int token) implements Frame {}

    /** The answer to {@link Ping}; {@code degree} is the size of the active view. */
    record Pong(int token, int degree) implements Frame {}

    /**
     * Digest of a clock: the entries that changed recently, and a fingerprint of all others.
     *
     * @param answer whether this answers a digest and needs no answer
     */
    record Digest(boolean answer, List<Dot> recent, long others) implements Frame {}

    /** Fingerprints of the sixteen parts of a prefix. */
    record Split(Prefix prefix, List<Long> children) implements Frame {}

    /**
     * All clock entries with a prefix.
     *
     * @param answer whether this answers a listing and needs no answer
     */
    record Listing(boolean answer, Prefix prefix, List<Dot> entries) implements Frame {}

    /** Requests these messages, by writer and sequence. */
    record Fetch(List<Range> ranges) implements Frame {}
}
