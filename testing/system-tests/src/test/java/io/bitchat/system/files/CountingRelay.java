package io.bitchat.system.files;

import io.bitchat.system.suite.Relay;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that a client transfers for one file, and how many of them were wasted. */
final class CountingRelay extends Relay {
    private final Set<Integer> moved = ConcurrentHashMap.newKeySet();
    private final AtomicLong again = new AtomicLong();
    private final AtomicLong told = new AtomicLong();
    private final AtomicLong cutOff = new AtomicLong();
    private volatile long cut = System.nanoTime();

    CountingRelay(String site) {
        super(site);
    }

    /** Starts counting a new transfer. */
    void reset() {
        moved.clear();
        again.set(0);
        told.set(0);
        cutOff.set(0);
    }

    /** Reports that the client was killed: it gets no answer to its earlier requests. */
    void cut() {
        cut = System.nanoTime();
    }

    /** Number of distinct chunks that were acknowledged to the client or received by it. */
    int moved() {
        return moved.size();
    }

    /** Bytes of chunks that had been acknowledged or received before. */
    long again() {
        return again.get();
    }

    /** Bytes of answers other than chunks: the client reads them to learn its progress. */
    long told() {
        return told.get();
    }

    /** Bytes of chunks that were lost because the connection broke or the site was down. */
    long cutOff() {
        return cutOff.get();
    }

    @Override
    protected void answered(Asked asked, int status, int bytes) {
        if (asked.began() < cut) {
            broke(asked);
            return;
        }
        int length = asked.method().equals("POST") ? asked.body().length : bytes;
        if (asked.chunk().isEmpty()) told.addAndGet(bytes);
        else if (status != 200) cutOff.addAndGet(asked.body().length);
        else if (!moved.add(asked.chunk().getAsInt())) again.addAndGet(length);
    }

    @Override
    protected void broke(Asked asked) {
        if (asked.chunk().isPresent()) cutOff.addAndGet(asked.body().length);
    }
}
