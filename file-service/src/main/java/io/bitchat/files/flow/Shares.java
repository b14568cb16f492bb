package io.bitchat.files.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Number of bytes that each name holds. Not thread-safe: the owner synchronizes access. */
final class Shares {
    private final Map<String, Long> held = new HashMap<>();
    private final long most;

    /** @param most maximum for one name; a single loan may exceed it if the name holds nothing else */
    Shares(long most) {
        this.most = most;
    }

    /** Whether the name may hold this many more bytes; always true without a name. */
    boolean has(Optional<String> name, long bytes) {
        if (name.isEmpty()) return true;
        long before = held.getOrDefault(name.get(), 0L);
        return before == 0 || before + bytes <= most;
    }

    void take(Optional<String> name, long bytes) {
        name.ifPresent(one -> held.merge(one, bytes, Long::sum));
    }

    void free(Optional<String> name, long bytes) {
        name.ifPresent(one -> held.computeIfPresent(one, (_, before) -> before > bytes ? before - bytes : null));
    }
}
