package io.bitchat.sim.network;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The threads that process the shards during one run; the caller's thread if one suffices. */
final class WorkerPool implements AutoCloseable {
    /** Prefix of the thread names. */
    static final String NAME = "sim-shard-";

    private final List<Shard> shards;
    private final Queue<Thread> members = new ConcurrentLinkedQueue<>();
    private final @Nullable ExecutorService threads;

    WorkerPool(List<Shard> shards, int size) {
        this.shards = shards;
        this.threads = size == 1 ? null : Executors.newFixedThreadPool(size, joining(members));
    }

    private static ThreadFactory joining(Queue<Thread> members) {
        var factory = Thread.ofPlatform().name(NAME, 0).factory();
        return work -> {
            var member = factory.newThread(work);
            members.add(member);
            return member;
        };
    }

    /**
     * Runs the work for each shard and returns when all are done.
     *
     * @throws RuntimeException the exception of the work
     */
    void eachShard(Consumer<Shard> work) {
        var executor = threads;
        if (executor == null) {
            shards.forEach(work);
            return;
        }
        var tasks = shards.stream().map(shard -> task(shard, work)).toList();
        try {
            for (var done : executor.invokeAll(tasks)) done.get();
        } catch (ExecutionException failed) {
            throw unchecked(failed);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while shards were at work");
        }
    }

    private static Callable<Void> task(Shard shard, Consumer<Shard> work) {
        return () -> {
            work.accept(shard);
            return null;
        };
    }

    private static RuntimeException unchecked(ExecutionException failed) {
        return switch (failed.getCause()) {
            case RuntimeException thrown -> thrown;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(failed);
        };
    }

    /** Returns when all threads have ended; an executor counts as closed a moment before its last thread has ended. */
    @Override
    public void close() {
        if (threads != null) threads.close();
        try {
            for (var member : members) member.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
