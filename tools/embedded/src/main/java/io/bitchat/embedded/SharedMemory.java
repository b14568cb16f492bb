package io.bitchat.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A System V segment as the Linux kernel lists it. After kill -9 of a server its sessions live on for a moment, and
 * PostgreSQL refuses to start while one of them holds the segment.
 */
record SharedMemory(String id) {
    private static final Path LIST = Path.of("/proc/sysvipc/shm");
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final int ID_COLUMN = 1;
    private static final int ATTACHED_COLUMN = 6;

    /** Returns when nobody uses the segment, at the latest after 15 s; at once where there is no such list. */
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
