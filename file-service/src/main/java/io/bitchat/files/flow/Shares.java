package io.bitchat.files.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who holds how many bytes. Its owner keeps it from being used by two threads at once. */
final class Shares {
    private final Map<String, Long> held = new HashMap<>();
    private final long most;

    /** @param most that one may hold; more only at once, who holds nothing else */
    Shares(long most) {
        this.most = most;
    }

    /** Whether one may have so many more; who has no name may. */
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
