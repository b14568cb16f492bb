package io.bitchat.link;

import java.time.Duration;

/** Limits and timeouts of the links of one endpoint. */
public record LinkConfig(LinkLimits limits, LinkTimes times) {
    public static LinkConfig defaults() {
        return new LinkConfig(LinkLimits.defaults(), LinkTimes.defaults());
    }

    public LinkConfig withMaxFrameBytes(int bytes) {
        return with(new LinkLimits(bytes, limits.outboundQueueBytes(), limits.maxLinks(), limits.maxHalfOpen()));
    }

    public LinkConfig withOutboundQueueBytes(int bytes) {
        return with(new LinkLimits(limits.maxFrameBytes(), bytes, limits.maxLinks(), limits.maxHalfOpen()));
    }

    public LinkConfig withServer(int maxLinks, int maxHalfOpen) {
        return with(new LinkLimits(limits.maxFrameBytes(), limits.outboundQueueBytes(), maxLinks, maxHalfOpen));
    }

    public LinkConfig withHandshake(Duration timeout) {
        return with(new LinkTimes(timeout, times.idle(), times.redialMin(), times.redialMax(), times.receiveDelay()));
    }

    public LinkConfig withIdle(Duration timeout) {
        return with(
                new LinkTimes(times.handshake(), timeout, times.redialMin(), times.redialMax(), times.receiveDelay()));
    }

    public LinkConfig withRedial(Duration min, Duration max) {
        return with(new LinkTimes(times.handshake(), times.idle(), min, max, times.receiveDelay()));
    }

    public LinkConfig withReceiveDelay(Duration delay) {
        return with(new LinkTimes(times.handshake(), times.idle(), times.redialMin(), times.redialMax(), delay));
    }

    private LinkConfig with(LinkLimits other) {
        return new LinkConfig(other, times);
    }

    private LinkConfig with(LinkTimes other) {
        return new LinkConfig(limits, other);
    }
}
