package io.bitchat.files.store;

import io.bitchat.kit.problem.Problem;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** An object whose total reading time is measured. It reports an unavailable store like {@link WatchedStore}. */
final class WatchedObject implements StoredObject {
    private final StoredObject object;
    private final Timer well;
    private final Timer failed;
    private final Function<IOException, Problem> away;
    private long nanos;
    private boolean failing;
    private boolean closed;

    WatchedObject(StoredObject object, Timer well, Timer failed, Function<IOException, Problem> away) {
        this.object = object;
        this.well = well;
        this.failed = failed;
        this.away = away;
    }

    @Override
    public long length() throws IOException {
        return object.length();
    }

    @Override
    public ByteBuffer read(long from, int length, ByteBuffer spare) {
        long begin = System.nanoTime();
        try {
            return object.read(from, length, spare);
        } catch (IOException e) {
            failing = true;
            throw away.apply(e);
        } finally {
            nanos += System.nanoTime() - begin;
        }
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        (failing ? failed : well).record(nanos, TimeUnit.NANOSECONDS);
        object.close();
    }
}
