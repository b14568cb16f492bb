package io.bitchat.launcher.aot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the caches that are missing beside a running suite, while the machine has time for it: all programs run once, and
 * then the caches are written one after the other.
 */
public final class AotTraining {
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final List<AotCache> missing;
    private final Path log;
    private final UnaryOperator<List<String>> background;
    private final BooleanSupplier isIdle;
    private final Recorder recorder;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable AotRecording writing;

    /**
     * @param caches of which those are made that are missing
     * @param log receives the output of the JVMs
     * @param background turns a command into one that leaves the processors to others
     * @param isIdle whether the machine has time; asked every 5 s
     * @param recorder runs the programs
     */
    public AotTraining(
            List<AotCache> caches,
            Path log,
            UnaryOperator<List<String>> background,
            BooleanSupplier isIdle,
            Recorder recorder) {
        this.missing = caches.stream().filter(cache -> !cache.isMade()).toList();
        this.log = log;
        this.background = background;
        this.isIdle = isIdle;
        this.recorder = recorder;
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
        recorder.stop();
        synchronized (this) {
            if (writing != null) writing.stop();
        }
    }

    private void run(Consumer<Integer> end) {
        int made = 0;
        List<AotRecording> recordings = new ArrayList<>();
        try {
            Files.deleteIfExists(log);
            if (!awaitIdle()) return;
            for (AotCache cache : missing) recordings.add(new AotRecording(cache, log, background));
            made = make(recordings);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        } catch (IOException | RuntimeException e) {
            // a folder that cannot be written, or is written anew; whatever it is, the suite runs without, and who
            // waits hears
            System.err.println("bitchat: AOT caches cannot be made: " + e.getMessage());
        } finally {
            recordings.forEach(AotTraining::close);
        }
        if (stopping.getCount() > 0) end.accept(made);
    }

    private int make(List<AotRecording> recordings) throws IOException, InterruptedException {
        var mine = recordings.stream().filter(AotRecording::isMine).toList();
        int made = (int) recordings.stream().filter(one -> one.cache().isMade()).count();
        if (mine.isEmpty() || !recorder.record(cache -> optionsOf(cache, mine))) return made;
        for (AotRecording recording : mine) {
            if (write(recording)) made++;
        }
        return made;
    }

    /** A program that is not recorded runs from its cache, if it has one. */
    private static List<String> optionsOf(AotCache cache, List<AotRecording> recordings) {
        return recordings.stream()
                .filter(one -> one.cache().file().equals(cache.file()))
                .findFirst()
                .map(AotRecording::options)
                .orElseGet(cache::use);
    }

    private boolean write(AotRecording recording) throws IOException, InterruptedException {
        synchronized (this) {
            writing = recording;
            if (stopping.getCount() == 0) return false;
        }
        return recording.write();
    }

    private static void close(AotRecording recording) {
        try {
            recording.close();
        } catch (IOException e) {
            System.err.println("bitchat: what is left of an AOT cache cannot be removed: " + e.getMessage());
        }
    }

    private boolean awaitIdle() throws InterruptedException {
        do {
            if (stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) return false;
        } while (!isIdle.getAsBoolean());
        return true;
    }
}
