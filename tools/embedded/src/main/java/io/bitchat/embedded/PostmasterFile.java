package io.bitchat.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code postmaster.pid}: PostgreSQL refuses to start while the process named in it is alive. After kill -9 another
 * program may have that pid, so the file counts only if the process is a postgres on the same folder.
 */
final class PostmasterFile {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int PID_LINE = 0;
    private static final int MEMORY_LINE = 6;

    private final Path folder;

    private PostmasterFile(Path folder) {
        this.folder = folder;
    }

    static PostmasterFile in(Path folder) {
        return new PostmasterFile(folder);
    }

    /** The server that still runs on the folder, if any. */
    Optional<ProcessHandle> running() {
        return pid().flatMap(ProcessHandle::of)
                .filter(ProcessTermination::isRunning)
                .filter(this::servesFolder);
    }

    /** Stops a server that still runs on the folder; removes the file if its pid now belongs to another program. */
    void endOrphan() {
        Optional<ProcessHandle> running = running();
        if (running.isPresent()) {
            Signals.interrupt(running.get().pid());
            ProcessTermination.await(running.get(), STOP_LIMIT);
            return;
        }
        sharedMemory().ifPresent(SharedMemory::awaitReleased);
        if (pid().flatMap(ProcessHandle::of).isPresent()) {
            remove();
        }
    }

    private boolean servesFolder(ProcessHandle process) {
        return process.info()
                .commandLine()
                .map(line -> line.contains("postgres") && line.contains(folder.toString()))
                .orElse(false);
    }

    private Optional<Long> pid() {
        try {
            return line(PID_LINE).map(Long::parseLong);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** The line holds the key and the id of the shared memory segment. */
    private Optional<SharedMemory> sharedMemory() {
        return line(MEMORY_LINE)
                .map(line -> line.split("\\s+"))
                .filter(words -> words.length == 2)
                .map(words -> new SharedMemory(words[1]));
    }

    private Optional<String> line(int index) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("postmaster.pid"));
            return lines.size() > index ? Optional.of(lines.get(index).strip()) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private void remove() {
        try {
            Files.deleteIfExists(folder.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new EmbeddedException("cannot remove the stale " + folder.resolve("postmaster.pid"), e);
        }
    }
}
