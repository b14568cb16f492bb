package io.bitchat.lan.wire;

/**
 * Lines that a sender numbered 1, 2, 3 …
 *
 * @param run start of the sender's program in milliseconds since 1970, so that a program that starts again does not
 *     continue an old stream; negative for a line of a plain peer, which is a stream by itself
 * @param audience empty for the lines to all rooms; a peer id for the lines to this peer
 */
public record StreamId(PeerId sender, long run, String audience) {
    /** Whether the sender is one of ours, so that missing lines can be asked for. */
    public boolean isNumbered() {
        return run > 0;
    }

    /** Whether this peer may read the stream. */
    public boolean isFor(PeerId peer) {
        return audience.isEmpty() || audience.equals(peer.value()) || sender.equals(peer);
    }
}
