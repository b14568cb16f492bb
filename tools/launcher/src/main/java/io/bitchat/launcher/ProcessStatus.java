package io.bitchat.launcher;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one process is.
 *
 * @param pid null when it does not run
 * @param port 0 when it has none
 * @param why empty when healthy, otherwise what is wrong, in one line
 * @param residentBytes 0 when unknown
 */
record ProcessStatus(String name, @Nullable Long pid, int port, String why, Duration uptime, long residentBytes) {
    boolean healthy() {
        return why.isEmpty();
    }
}
