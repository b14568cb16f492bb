package io.bitchat.launcher.doctor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Status of one process.
 *
 * @param pid process id; null if it does not run
 * @param port port; 0 if it has none
 * @param why what is wrong, in one line; empty if healthy
 * @param residentBytes memory; 0 if unknown
 */
record ProcessStatus(String name, @Nullable Long pid, int port, String why, Duration uptime, long residentBytes) {
    boolean healthy() {
        return why.isEmpty();
    }
}
