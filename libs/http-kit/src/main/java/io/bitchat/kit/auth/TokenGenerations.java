package io.bitchat.kit.auth;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Lowest valid token generation of each subject. A service updates it from events. Subjects whose tokens were never
 * revoked are at 0 and take no memory.
 */
@ApplicationScoped
public class TokenGenerations {
    private final ConcurrentHashMap<String, Long> lowest = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /** Revokes the tokens of {@code subject} below {@code generation}; the generation is never lowered. */
    public void raise(String subject, long generation) {
        if (generation <= lowestOf(subject)) return;
        // two threads may raise to the same generation at once; notifying listeners twice does no harm
        lowest.merge(subject, generation, Math::max);
        listeners.forEach(listener -> listener.accept(subject));
    }

    /** Whether the token is of a valid generation. */
    public boolean accepts(VerifiedToken token) {
        return token.generation() >= lowestOf(token.subject());
    }

    /** Adds a listener that is called with a subject each time tokens of it are revoked. */
    public void onRaise(Consumer<String> listener) {
        listeners.add(listener);
    }

    private long lowestOf(String subject) {
        return lowest.getOrDefault(subject, 0L);
    }
}
