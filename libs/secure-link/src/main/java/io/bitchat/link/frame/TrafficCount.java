package io.bitchat.link.frame;

import java.util.concurrent.atomic.LongAdder;

/** Counts one direction of a link, for the link and for the endpoint. Written by the event loop, read by any thread. */
public final class TrafficCount {
    private final LongAdder own = new LongAdder();
    private final LongAdder allFrames;
    private final LongAdder allBytes;

    public TrafficCount(LongAdder allFrames, LongAdder allBytes) {
        this.allFrames = allFrames;
        this.allBytes = allBytes;
    }

    public void frame() {
        allFrames.increment();
    }

    public void bytes(int count) {
        own.add(count);
        allBytes.add(count);
    }

    public long bytes() {
        return own.sum();
    }
}
