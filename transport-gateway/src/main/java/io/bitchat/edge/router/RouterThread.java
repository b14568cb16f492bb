package io.bitchat.edge.router;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of a router. A task that fails is logged, and the next one runs. */
final class RouterThread implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(RouterThread.class);

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "edge-router"));

    /** Runs a task; false if the router has stopped. */
    boolean post(Runnable task) {
        try {
            thread.execute(guarded(task));
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("the router has stopped");
            return false;
        }
    }

    /** Runs a task after a time, unless the router has stopped by then. */
    void after(Duration pause, Runnable task) {
        try {
            thread.schedule(guarded(task), Math.max(0, pause.toMillis()), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the router has stopped");
        }
    }

    /** Runs a task whose failure is the caller's. Throws {@link RejectedExecutionException} if the router has stopped. */
    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    void stop() {
        thread.shutdownNow();
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a bug in the router: an event had no effect", e);
            }
        };
    }
}
