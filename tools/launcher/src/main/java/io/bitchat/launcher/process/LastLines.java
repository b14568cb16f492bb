package io.bitchat.launcher.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines of a process's output, for its diagnosis. Thread-safe. */
public final class LastLines {
    private static final int KEPT = 200;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        lines.addLast(line);
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
    }

    synchronized List<String> all() {
        return List.copyOf(lines);
    }

    public synchronized boolean anyStartsWith(String prefix) {
        return lines.stream().anyMatch(line -> line.startsWith(prefix));
    }
}
