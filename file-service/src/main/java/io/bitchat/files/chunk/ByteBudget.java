package io.bitchat.files.chunk;

import io.bitchat.files.FilesConfig;
import io.bitchat.kit.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Queue;

/** Octets of chunks in memory: who finds no room waits in turn, unread, so that TCP holds the client back. Thread-safe. */
@ApplicationScoped
public class ByteBudget {
    private static final int MAX_WAITING = 1_024;

    private final long total;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long used;

    private record Waiting(int bytes, UniEmitter<? super Runnable> turn) {}

    ByteBudget(FilesConfig config, MeterRegistry metrics) {
        total = config.memory();
        metrics.gauge("bitchat.files.memory", this, ByteBudget::used);
    }

    /** Waits for room, and gives what frees it again; to be run once. Fails with 503 where too many wait. */
    public Uni<Runnable> take(int bytes) {
        return Uni.createFrom().emitter(turn -> {
            if (!admit(new Waiting(bytes, turn))) {
                turn.fail(Problem.unavailable("overloaded", "too many chunks are on their way at once; send again"));
            }
        });
    }

    private boolean admit(Waiting newcomer) {
        synchronized (this) {
            boolean waits = !waiting.isEmpty() || used + newcomer.bytes() > total;
            if (waits) return waiting.size() < MAX_WAITING && waiting.add(newcomer);
            used += newcomer.bytes();
        }
        begin(newcomer);
        return true;
    }

    private void begin(Waiting next) {
        Runnable free = () -> free(next.bytes());
        next.turn().complete(free);
    }

    private void free(int bytes) {
        synchronized (this) {
            used -= bytes;
        }
        for (var next = next(); next != null; next = next()) begin(next);
    }

    private synchronized @org.jspecify.annotations.Nullable Waiting next() {
        var next = waiting.peek();
        if (next == null || used + next.bytes() > total) return null;
        used += next.bytes();
        return waiting.poll();
    }

    private synchronized long used() {
        return used;
    }
}
