package io.bitchat.gateway.exchange;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bodies that one event loop buffers before it asks a service. When they exceed the limit, the one that began first is
 * given up: honest bodies are complete within moments, those of an attacker never.
 */
public final class GatheredBytes {
    private final long limitBytes;
    /** In the order in which they began. */
    private final Map<Exchange, Long> gathering = new LinkedHashMap<>();

    private final Map<Exchange, Long> whole = new LinkedHashMap<>();
    private long bytes;

    public GatheredBytes(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Counts more bytes of a body; may give up this body or others. */
    void add(Exchange exchange, int more) {
        gathering.merge(exchange, (long) more, Long::sum);
        bytes += more;
        while (bytes > limitBytes && !gathering.isEmpty()) {
            Exchange oldest = gathering.keySet().iterator().next();
            release(oldest);
            oldest.giveUp(Problem.crowded("too many request bodies are incomplete, and this one is the oldest"));
        }
    }

    /** The body is complete: it now waits for its service and not for its client. */
    void complete(Exchange exchange) {
        Long size = gathering.remove(exchange);
        if (size != null) {
            whole.put(exchange, size);
        }
    }

    /** Stops counting a body that has left the gateway for any reason. */
    void release(Exchange exchange) {
        Long begun = gathering.remove(exchange);
        Long held = begun == null ? whole.remove(exchange) : begun;
        bytes -= held == null ? 0 : held;
    }

    long bytes() {
        return bytes;
    }
}
