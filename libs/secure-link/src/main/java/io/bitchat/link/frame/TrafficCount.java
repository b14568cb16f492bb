package io.bitchat.link;

import java.util.concurrent.atomic.LongAdder;

/** Counts one direction of a link, for the link and for the endpoint. Written by the event loop, read by any thread. */
final class TrafficCount {
    private final LongAdder own = new LongAdder();
    private final LongAdder allFrames;
    private final LongAdder allBytes;

    TrafficCount(LongAdder allFrames, LongAdder allBytes) {
        this.allFrames = allFrames;
        this.allBytes = allBytes;
    }

    void frame() {
        allFrames.increment();
    }

    void bytes(int count) {
        own.add(count);
        allBytes.add(count);
    }

    long bytes() {
        return own.sum();
    }
}
