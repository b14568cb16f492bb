package io.bitchat.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The end of processes that need not be our children; for those {@link ProcessHandle#onExit()} looks only every few seconds. */
public final class ProcessTermination {
    private static final Duration POLL = Duration.ofMillis(20);

    private ProcessTermination() {}

    /** Returns when the process has gone, by force if it takes longer than the limit. */
    public static void await(ProcessHandle process, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (isRunning(process)) {
            if (System.nanoTime() > deadline) {
                process.destroyForcibly();
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Unlike {@link ProcessHandle#isAlive()}, false for one that has ended and waits for its parent to take note. */
    public static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && !isZombie(process.pid());
    }

    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
        } catch (IOException _) {
            return false;
        }
    }

    /** kill -9, and its end. */
    public static void kill(ProcessHandle process) {
        process.destroyForcibly();
        await(process, Duration.ZERO);
    }
}
