package io.bitchat.kit.auth;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The lowest token generation that counts, per subject. A service feeds it from the events it hears; subjects that never
 * had a token revoked are at 0 and take no memory.
 */
@ApplicationScoped
public class TokenGenerations {
    private final ConcurrentHashMap<String, Long> lowest = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /** Tokens of {@code subject} below {@code generation} are void from now on; never lowered. */
    public void raise(String subject, long generation) {
        if (generation <= lowestOf(subject)) return;
        // two threads may raise to the same generation at once; telling twice does no harm
        lowest.merge(subject, generation, Math::max);
        listeners.forEach(listener -> listener.accept(subject));
    }

    /** Whether a token still counts. */
    public boolean accepts(VerifiedToken token) {
        return token.generation() >= lowestOf(token.subject());
    }

    /** Told of a subject each time tokens of it become void. */
    public void onRaise(Consumer<String> listener) {
        listeners.add(listener);
    }

    private long lowestOf(String subject) {
        return lowest.getOrDefault(subject, 0L);
    }
}
