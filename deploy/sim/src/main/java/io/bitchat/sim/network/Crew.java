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

/** The threads that work on the lanes, for the time of one run; the caller's own where one is enough. */
final class Crew implements AutoCloseable {
    /** What the threads are called. */
    static final String NAME = "sim-lane-";

    private final List<Lane> lanes;
    private final Queue<Thread> members = new ConcurrentLinkedQueue<>();
    private final @Nullable ExecutorService threads;

    Crew(List<Lane> lanes, int size) {
        this.lanes = lanes;
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
     * Does something with each lane and returns when all of it is done.
     *
     * @throws RuntimeException what the work threw
     */
    void eachLane(Consumer<Lane> work) {
        var executor = threads;
        if (executor == null) {
            lanes.forEach(work);
            return;
        }
        var tasks = lanes.stream().map(lane -> task(lane, work)).toList();
        try {
            for (var done : executor.invokeAll(tasks)) done.get();
        } catch (ExecutionException failed) {
            throw unchecked(failed);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while lanes were at work");
        }
    }

    private static Callable<Void> task(Lane lane, Consumer<Lane> work) {
        return () -> {
            work.accept(lane);
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

    /** Returns when no thread is left: an executor is closed a moment before the last of its threads has ended. */
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
