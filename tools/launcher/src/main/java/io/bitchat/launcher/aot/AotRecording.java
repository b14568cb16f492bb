package io.bitchat.launcher.aot;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
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
 * Makes one cache in two steps: the program runs and its JVM records what it loads, and then another JVM writes the cache
 * from that. The cache gets its name only when it is whole and on disk; whatever ends the making before leaves none.
 */
final class AotRecording implements AutoCloseable {
    private static final String UNFINISHED = ".unfinished";
    /** Both steps keep descriptions of all classes, which the heaps of the services have no room for. */
    private static final String HEAP = "-Xmx512m";
    /** Of the second step; on an idle machine it takes a few seconds. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final AotCache cache;
    private final File log;
    private final UnaryOperator<List<String>> background;
    private final FileChannel lockFile;
    private final @Nullable FileLock lock;
    private final Path recorded;
    private final Path written;
    private boolean stopped;
    private @Nullable Process process;

    /**
     * @param log receives the output of the second step
     * @param background turns a command into one that leaves the processors to others
     */
    AotRecording(AotCache cache, Path log, UnaryOperator<List<String>> background) throws IOException {
        this.cache = cache;
        this.log = log.toFile();
        this.background = background;
        // a run that outlived its launcher goes on writing, so that each launcher has files of its own
        var own = "-" + ProcessHandle.current().pid() + UNFINISHED;
        this.recorded = sibling("aot.conf" + own);
        this.written = sibling("aot.cache" + own);
        this.lockFile = FileChannel.open(sibling("aot.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        this.lock = lockFile.tryLock();
        if (isMine()) delete(UNFINISHED);
    }

    /** Whether no other suite makes this cache now, nor has made it meanwhile. */
    boolean isMine() {
        return lock != null && !cache.isMade();
    }

    AotCache cache() {
        return cache;
    }

    /** Options of the JVM that records. */
    List<String> options() {
        return List.of(HEAP, "-XX:AOTMode=record", "-XX:AOTConfiguration=" + recorded);
    }

    /** Writes the cache from what was recorded; returns whether it is there afterwards. */
    boolean write() throws IOException, InterruptedException {
        if (!Files.exists(recorded) || Files.size(recorded) == 0) return false;
        return run("-XX:AOTMode=create", "-XX:AOTConfiguration=" + recorded, "-XX:AOTCache=" + written) && publish();
    }

    /** Ends the second step if it goes on, and begins it no more. */
    synchronized void stop() {
        stopped = true;
        if (process != null) process.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        try (lockFile) {
            if (lock != null) delete(UNFINISHED);
        }
    }

    private boolean run(String... options) throws IOException, InterruptedException {
        var command = new ArrayList<>(cache.java());
        command.add(HEAP);
        command.addAll(List.of(options));
        command.addAll(cache.program());
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
    private boolean publish() throws IOException {
        var now = AotCache.of(cache.jar(), cache.java(), cache.program());
        if (!Files.exists(written) || !now.file().equals(cache.file())) return false;
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
