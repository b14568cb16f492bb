package io.bitchat.system.files;

import io.bitchat.system.suite.Relay;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what a client moves of one file, and what of it was for nothing. */
final class CountingRelay extends Relay {
    private final Set<Integer> moved = ConcurrentHashMap.newKeySet();
    private final AtomicLong again = new AtomicLong();
    private final AtomicLong told = new AtomicLong();
    private final AtomicLong cutOff = new AtomicLong();
    private volatile long cut = System.nanoTime();

    CountingRelay(String site) {
        super(site);
    }

    /** From now on another transfer is counted. */
    void reset() {
        moved.clear();
        again.set(0);
        told.set(0);
        cutOff.set(0);
    }

    /** The client has been killed: it hears of nothing that it asked for before. */
    void cut() {
        cut = System.nanoTime();
    }

    /** Different chunks that were acknowledged to the client, or that it has got. */
    int moved() {
        return moved.size();
    }

    /** Bytes of chunks that had been acknowledged, or got, before. */
    long again() {
        return again.get();
    }

    /** Bytes of answers that are no chunk: what it asked for to learn how far it is. */
    long told() {
        return told.get();
    }

    /** Bytes of chunks that came to nothing: their connection broke, or the site was away. */
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
