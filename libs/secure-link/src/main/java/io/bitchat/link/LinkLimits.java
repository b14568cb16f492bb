package io.bitchat.link;

/**
 * How much memory a link and a server may take.
 *
 * @param maxFrameBytes a longer frame is not sent, and closes the link when it is announced; up to 16,777,215
 * @param outboundQueueBytes frames waiting for a slow reader; each counts {@value #FRAME_COST_BYTES} bytes more than it
 *     has. At least one frame of the largest size fits
 * @param maxLinks open links of one server; beyond them trusted nodes are turned away too
 * @param maxHalfOpen unfinished handshakes of one server; beyond them the oldest makes room
 */
public record LinkLimits(int maxFrameBytes, int outboundQueueBytes, int maxLinks, int maxHalfOpen) {
    /** What a queued frame costs besides its bytes, so that empty frames cannot fill the heap. */
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
