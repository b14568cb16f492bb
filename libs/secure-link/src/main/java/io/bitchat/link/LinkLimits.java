package io.bitchat.link;

/**
 * Memory limits of a link and a server.
 *
 * @param maxFrameBytes a longer frame is not sent, and closes the link if it is announced; up to 16,777,215
 * @param outboundQueueBytes maximum size of the queued frames; each frame counts {@value #FRAME_COST_BYTES} bytes more
 *     than its length. At least one frame of maximum size fits
 * @param maxLinks maximum number of open links of a server; beyond it trusted nodes are rejected as well
 * @param maxHalfOpen maximum number of unfinished handshakes of a server; beyond it the oldest is dropped
 */
public record LinkLimits(int maxFrameBytes, int outboundQueueBytes, int maxLinks, int maxHalfOpen) {
    /** Cost of a queued frame besides its bytes, so that empty frames cannot fill the heap. */
    public static final int FRAME_COST_BYTES = 64;

    static final int LARGEST_FRAME_BYTES = (1 << 24) - 1;

    public LinkLimits {
        require(maxFrameBytes > 0 && maxFrameBytes <= LARGEST_FRAME_BYTES, "maxFrameBytes");
        require(outboundQueueBytes >= maxFrameBytes + FRAME_COST_BYTES, "outboundQueueBytes");
        require(maxLinks > 0, "maxLinks");
        require(maxHalfOpen > 0, "maxHalfOpen");
    }

    /** Frames of 256 KiB, queues of 4 MiB, 1,000 links, 64 unfinished handshakes. */
    public static LinkLimits defaults() {
        return new LinkLimits(256 * 1024, 4 * 1024 * 1024, 1_000, 64);
    }

    private static void require(boolean met, String limit) {
        if (!met) throw new IllegalArgumentException(limit + " is out of range");
    }
}
