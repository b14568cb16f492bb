package io.bitchat.files.flow;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/** Runs at most so many asynchronous tasks at a time; the others wait in the order of their coming. Thread-safe. */
public final class Turns {
    private final int atOnce;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;

    public Turns(int atOnce) {
        this.atOnce = atOnce;
    }

    /** Runs a task when it is its turn. Cancelling does not end it. */
    public <T> Uni<T> run(Supplier<Uni<? extends T>> task) {
        return Uni.createFrom()
                .emitter(result -> enter(() -> Uni.createFrom()
                        .<T>deferred(() -> task.get().map(item -> item))
                        .onTermination()
                        .invoke(this::leave)
                        .subscribe()
                        .with(result::complete, result::fail)));
    }

    private void enter(Runnable task) {
        synchronized (this) {
            if (running == atOnce) {
                waiting.add(task);
                return;
            }
            running++;
        }
        task.run();
    }

    private void leave() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) running--;
        }
        if (next != null) next.run();
    }
}
