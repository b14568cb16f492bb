package io.bitchat.launcher.aot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes the caches that are missing, one after the other, beside a running suite and while the machine has time for it. */
public final class AotTraining {
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final List<AotCache> missing;
    private final Path log;
    private final UnaryOperator<List<String>> background;
    private final BooleanSupplier isIdle;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable AotRecording recording;

    /**
     * @param caches of which those are made that are missing
     * @param log receives the output of the JVMs
     * @param background turns a command into one that leaves the processors to others
     * @param isIdle whether the machine has time; asked every 5 s
     */
    public AotTraining(
            List<AotCache> caches, Path log, UnaryOperator<List<String>> background, BooleanSupplier isIdle) {
        this.missing = caches.stream().filter(cache -> !cache.isMade()).toList();
        this.log = log;
        this.background = background;
        this.isIdle = isIdle;
    }

    /** The number of caches that are missing. */
    public int size() {
        return missing.size();
    }

    /** Begins, on a thread of its own. @param end receives the number of caches that were made; not called after a stop */
    public void start(Consumer<Integer> end) {
        Thread.ofPlatform().daemon().name("aot").start(() -> run(end));
    }

    /** Ends at once. What is unfinished is never used. */
    public void stop() {
        stopping.countDown();
        synchronized (this) {
            if (recording != null) recording.stop();
        }
    }

    private void run(Consumer<Integer> end) {
        int made = 0;
        try {
            Files.deleteIfExists(log);
            for (AotCache cache : missing) {
                if (!awaitIdle()) return;
                if (record(cache)) made++;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        } catch (IOException | UncheckedIOException e) {
            // a folder that cannot be written, or is written anew: the suite runs without
            System.err.println("bitchat: AOT caches cannot be made: " + e.getMessage());
        }
        if (stopping.getCount() > 0) end.accept(made);
    }

    private boolean awaitIdle() throws InterruptedException {
        do {
            if (stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) return false;
        } while (!isIdle.getAsBoolean());
        return true;
    }

    private boolean record(AotCache cache) throws IOException, InterruptedException {
        var next = new AotRecording(cache, log, background);
        synchronized (this) {
            recording = next;
            if (stopping.getCount() == 0) return false;
        }
        return next.make();
    }
}
