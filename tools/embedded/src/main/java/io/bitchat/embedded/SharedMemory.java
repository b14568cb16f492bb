package io.bitchat.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A System V shared memory segment as listed by the Linux kernel. After kill -9 of a server its backends live on for a
 * moment, and PostgreSQL refuses to start while one of them is attached to the segment.
 */
record SharedMemory(String id) {
    private static final Path LIST = Path.of("/proc/sysvipc/shm");
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final int ID_COLUMN = 1;
    private static final int ATTACHED_COLUMN = 6;

    /** Returns when no process is attached, or after 15 s; returns at once if the kernel has no such list. */
    void awaitReleased() {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (isAttached() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private boolean isAttached() {
        try {
            return Files.isReadable(LIST)
                    && Files.readAllLines(LIST).stream()
                            .map(line -> line.strip().split("\\s+"))
                            .filter(columns -> columns.length > ATTACHED_COLUMN && columns[ID_COLUMN].equals(id))
                            .anyMatch(columns -> !columns[ATTACHED_COLUMN].equals("0"));
        } catch (IOException _) {
            return false;
        }
    }
}
