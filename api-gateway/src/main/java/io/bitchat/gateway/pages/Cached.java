package io.bitchat.gateway.pages;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value with a lifetime. Concurrent callers share one refresh. Confined to one event loop. */
final class Cached<T> {
    private final Duration lifetime;
    private final Supplier<Future<T>> source;
    private @Nullable Future<T> value;
    private long askedNanos;

    Cached(Duration lifetime, Supplier<Future<T>> source) {
        this.lifetime = lifetime;
        this.source = source;
    }

    Future<T> get() {
        long now = System.nanoTime();
        Future<T> known = value;
        if (known != null && !known.failed() && (!known.isComplete() || now - askedNanos < lifetime.toNanos())) {
            return known;
        }
        Future<T> asked = source.get();
        value = asked;
        askedNanos = now;
        return asked;
    }
}
