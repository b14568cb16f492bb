package io.bitchat.bench.transport;

import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Report;
import io.bitchat.crypto.Bytes;
import io.bitchat.edge.queue.Deposited;
import io.bitchat.edge.queue.DiskQueue;
import io.bitchat.edge.queue.QueueListener;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.outbox.Finished;
import io.bitchat.transport.outbox.OutboxLimits;
import io.bitchat.transport.outbox.RetryPause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** How many messages a node puts on its disk, each answered after an fsync. */
final class QueueBench {
    private static final int IN_FLIGHT = 32;
    private static final int PAYLOAD_BYTES = 256;
    private static final int SENDERS = 50;
    private static final double PER_SECOND = 2_000;
    private static final double P95_MS = 20;

    private final Path folder;
    private final int messages;

    QueueBench(Path folder, int messages) {
        this.folder = folder;
        this.messages = messages;
    }

    static DiskQueue.Setup setup(Path file) {
        var limits = new OutboxLimits(1 << 20, 1L << 33, 1 << 20, 1L << 33, 1 << 20, Duration.ofHours(1));
        var pause = new RetryPause(Duration.ofMillis(100), Duration.ofMillis(500));
        return new DiskQueue.Setup(file, limits, pause, InstantSource.system(), new Random());
    }

    void run(Report report) throws IOException, InterruptedException {
        try (var queue = DiskQueue.open(setup(folder.resolve("queue.db")))) {
            queue.begin(new Silent());
            deposit(queue, messages / 4, 0);
            long began = System.nanoTime();
            var nanos = deposit(queue, messages, messages);
            double seconds = (System.nanoTime() - began) / 1e9;
            report.add(List.of(
                    Figure.atLeast("deposits on the disk", "/s", messages / seconds, PER_SECOND),
                    Figure.atMost("deposit, p95", "ms", percentile(nanos, 0.95), P95_MS)));
            report.condition(
                    "deposits",
                    "%,d of %d bytes, %d in flight, each after fsync".formatted(messages, PAYLOAD_BYTES, IN_FLIGHT));
        }
    }

    /** Returns the time of each deposit in nanoseconds. */
    private static long[] deposit(DiskQueue queue, int count, int first) throws InterruptedException {
        var room = new Semaphore(IN_FLIGHT);
        var refused = new AtomicInteger();
        var nanos = new long[count];
        for (int i = 0; i < count; i++) {
            room.acquire();
            int number = i;
            long began = System.nanoTime();
            queue.deposit(
                            message("sender" + number % SENDERS, "m" + (first + number), "bob"),
                            "sender" + number % SENDERS)
                    .whenComplete((done, failure) -> {
                        nanos[number] = System.nanoTime() - began;
                        if (failure != null || !(done instanceof Deposited.Stored)) refused.incrementAndGet();
                        room.release();
                    });
        }
        room.acquire(IN_FLIGHT);
        if (refused.get() > 0) throw new IllegalStateException(refused + " deposits were refused");
        return nanos;
    }

    static Message message(String from, String id, String to) {
        return Message.of(new MessageKey(from, id, to), Bytes.copyOf(new byte[PAYLOAD_BYTES]), Instant.now());
    }

    /** Milliseconds by the nearest-rank method. */
    static double percentile(long[] nanos, double share) {
        var sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * share) - 1)] / 1e6;
    }

    /** Hears nothing. */
    private static final class Silent implements QueueListener {
        @Override
        public void ready() {}

        @Override
        public void expired(Finished finished) {}
    }
}
