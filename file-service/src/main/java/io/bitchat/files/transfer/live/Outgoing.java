package io.bitchat.files.transfer.live;

import io.bitchat.files.spool.Spool;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The chunks on their way to one device: read from the spool one after the other, and no faster than the device takes
 * them. At most as many are waiting as the receiver has given credits for.
 *
 * <p>Confined to the event loop of its room.
 */
final class Outgoing {
    private final Link link;
    private final Spool spool;
    private final Executor loop;
    private final Consumer<Throwable> failed;
    private final ArrayDeque<Integer> waiting = new ArrayDeque<>();
    private boolean reading;
    private boolean stopped;

    Outgoing(Link link, Spool spool, Executor loop, Consumer<Throwable> failed) {
        this.link = link;
        this.spool = spool;
        this.loop = loop;
        this.failed = failed;
    }

    boolean isFor(@Nullable Link device) {
        return link == device;
    }

    /** Sends a chunk after those that wait. */
    void add(int index) {
        waiting.add(index);
        pump();
    }

    /** What waits is not wanted any more. */
    void stop() {
        stopped = true;
        waiting.clear();
    }

    private void pump() {
        while (!reading && !stopped && !waiting.isEmpty()) {
            if (link.isFull()) {
                link.whenDrained(() -> loop.execute(this::pump));
                return;
            }
            read(waiting.poll());
        }
    }

    private void read(int index) {
        reading = true;
        spool.get(index)
                .subscribe()
                .with(message -> loop.execute(() -> got(message)), failure -> loop.execute(() -> failed(failure)));
    }

    private void got(Buffer message) {
        reading = false;
        if (!stopped) link.sendChunk(message);
        pump();
    }

    private void failed(Throwable failure) {
        reading = false;
        if (!stopped) failed.accept(failure);
    }
}
