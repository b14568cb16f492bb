package io.bitchat.lan.wire;

import org.jspecify.annotations.Nullable;

/**
 * Additional fields of a line of one of ours.
 *
 * @param run start of the sender's program in milliseconds since 1970; 0 for a plain peer
 * @param lamport Lamport time in milliseconds; 0 for a plain peer
 * @param hops number of nodes that relayed the line
 * @param again whether the line was sent because somebody missed it
 * @param proof signature of the sender
 */
public record Stamp(
        long run,
        long lamport,
        int hops,
        boolean again,
        @Nullable Proof proof) {
    public static final Stamp NONE = new Stamp(0, 0, 0, false, null);
}
