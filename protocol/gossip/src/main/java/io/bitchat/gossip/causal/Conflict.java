package io.bitchat.gossip.causal;

import io.bitchat.gossip.Header;
import java.util.Comparator;

/**
 * Order of concurrent messages, and the winner of concurrent edits: the same on every node.
 *
 * <p>No service uses it yet: messages cannot be edited, and a site shows a group in the order in which it stored the
 * messages. So {@code ConflictTest} says nothing about what clients see today. Editing needs {@link #lastWriter}.
 */
public final class Conflict {
    /**
     * Display order: by time stamp, then writer, then sequence. It agrees with causality, because a time stamp is later
     * than those of all causes.
     */
    public static final Comparator<Header> ORDER =
            Comparator.comparing(Header::time).thenComparing(Header::writer).thenComparing(Header::sequence);

    private Conflict() {}

    /** The winner of two edits of one thing: the later one in this order; at equal times that of the higher peer id. */
    public static Header lastWriter(Header one, Header other) {
        return ORDER.compare(one, other) >= 0 ? one : other;
    }
}
