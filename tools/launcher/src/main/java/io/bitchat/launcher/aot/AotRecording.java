package io.bitchat.launcher.aot;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes one cache with two runs of the JVM: the first starts the application up to the point where it would open its ports
 * and records the classes that it loads, the second writes the cache. The cache gets its name only when it is whole and on
 * disk; whatever ends the making before leaves none.
 */
final class AotRecording {
    private static final String UNFINISHED = ".unfinished";
    private static final String HEAP = "-Xmx384m";
    /** Of each run; on an idle machine it takes a few seconds. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final AotCache cache;
    private final File log;
    private final UnaryOperator<List<String>> background;
    private boolean stopped;
    private @Nullable Process process;

    /**
     * @param log receives the output of the runs
     * @param background turns a command into one that leaves the processors to others
     */
    AotRecording(AotCache cache, Path log, UnaryOperator<List<String>> background) {
        this.cache = cache;
        this.log = log.toFile();
        this.background = background;
    }

    /** Returns true if the cache is there afterwards; false if a run failed, was stopped, or another suite makes the cache. */
    boolean make() throws IOException, InterruptedException {
        try (var file = FileChannel.open(sibling("aot.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = file.tryLock()) {
            if (lock == null) return false;
            if (cache.isMade()) return true; // by another suite meanwhile
            delete(UNFINISHED);
            // a run that outlived its launcher goes on writing, so that each launcher has files of its own
            var own = "-" + ProcessHandle.current().pid() + UNFINISHED;
            var recorded = sibling("aot.conf" + own);
            var written = sibling("aot.cache" + own);
            boolean made =
                    run("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recorded, "-D" + AotCache.TRAINING + "=true")
                            && run("-XX:AOTMode=create", "-XX:AOTConfiguration=" + recorded, "-XX:AOTCache=" + written)
                            && publish(written);
            delete(UNFINISHED);
            return made;
        }
    }

    /** Ends the run that goes on, if there is one, and begins no other. */
    synchronized void stop() {
        stopped = true;
        if (process != null) process.destroyForcibly();
    }

    private boolean run(String... options) throws IOException, InterruptedException {
        var command = new ArrayList<>(cache.java());
        command.add(HEAP);
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", cache.jar().toString()));
        var running = start(background.apply(command));
        if (running == null) return false;
        if (running.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) return running.exitValue() == 0;
        running.destroyForcibly();
        return false;
    }

    private synchronized @Nullable Process start(List<String> command) throws IOException {
        if (stopped) return null;
        var started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        process = started;
        return started;
    }

    /** A program that was built anew meanwhile has a cache of another name. */
    private boolean publish(Path written) throws IOException {
        if (!Files.exists(written)
                || !AotCache.of(cache.jar(), cache.java()).file().equals(cache.file())) return false;
        try (var file = FileChannel.open(written, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        delete(AotCache.EXTENSION);
        Files.move(written, cache.file(), StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    private Path sibling(String name) {
        return cache.jar().toAbsolutePath().resolveSibling(name);
    }

    /** Deletes what earlier runs left beside the program. A JVM that has mapped a cache keeps it. */
    private void delete(String extension) throws IOException {
        try (Stream<Path> files = Files.list(sibling("."))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(extension)).toList()) Files.delete(file);
        }
    }
}
