package io.bitchat.gateway;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The bodies that one event loop reads before it asks a service. When all of them together become too many bytes, the one
 * that has taken longest gives way: honest bodies are whole within moments, those of an attacker never.
 */
final class GatheredBytes {
    private final long limitBytes;
    /** In the order in which they began. */
    private final Map<Exchange, Long> gathering = new LinkedHashMap<>();

    private final Map<Exchange, Long> whole = new LinkedHashMap<>();
    private long bytes;

    GatheredBytes(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Counts some more of a body; it or others may have been given up afterwards. */
    void add(Exchange exchange, int more) {
        gathering.merge(exchange, (long) more, Long::sum);
        bytes += more;
        while (bytes > limitBytes && !gathering.isEmpty()) {
            Exchange oldest = gathering.keySet().iterator().next();
            release(oldest);
            oldest.giveUp(Problem.crowded("too many request bodies are half-sent, and this one took longest"));
        }
    }

    /** All of it has arrived: it waits for its service and no longer for its client. */
    void complete(Exchange exchange) {
        Long size = gathering.remove(exchange);
        if (size != null) {
            whole.put(exchange, size);
        }
    }

    /** Forgets a body that has left the gateway, in whatever way. */
    void release(Exchange exchange) {
        Long begun = gathering.remove(exchange);
        Long held = begun == null ? whole.remove(exchange) : begun;
        bytes -= held == null ? 0 : held;
    }

    long bytes() {
        return bytes;
    }
}
