package io.bitchat.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for the end of processes, even if they are not children: for those {@link ProcessHandle#onExit()} polls only
 * every few seconds.
 */
public final class ProcessTermination {
    private static final Duration POLL = Duration.ofMillis(20);

    private ProcessTermination() {}

    /** Returns when the process has ended; kills it after the limit. */
    public static void await(ProcessHandle process, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (isRunning(process)) {
            if (System.nanoTime() > deadline) {
                process.destroyForcibly();
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /**
     * Unlike {@link ProcessHandle#isAlive()}, false for a zombie: a process that has ended but was not reaped by its
     * parent.
     */
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

    /** Kills the process with SIGKILL and waits for its end. */
    public static void kill(ProcessHandle process) {
        process.destroyForcibly();
        await(process, Duration.ZERO);
    }
}
