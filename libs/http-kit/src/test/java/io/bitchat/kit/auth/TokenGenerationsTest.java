package io.bitchat.kit.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenGenerationsTest {
    private final TokenGenerations generations = new TokenGenerations();
    private final List<String> told = new ArrayList<>();

    @Test
    void everyTokenCountsUntilItsSubjectIsRaised() {
        generations.raise("bob", 5);

        assertThat(generations.accepts(token("alice", 0))).isTrue();
        assertThat(generations.accepts(token("bob", 4))).isFalse();
        assertThat(generations.accepts(token("bob", 5))).isTrue();
        assertThat(generations.accepts(token("bob", 6))).isTrue();
    }

    @Test
    void anOldEventDoesNotLowerIt() {
        generations.raise("alice", 3);
        generations.raise("alice", 1);

        assertThat(generations.accepts(token("alice", 2))).isFalse();
        assertThat(generations.accepts(token("alice", 3))).isTrue();
    }

    @Test
    void eachListenerIsToldOnceForEachRaise() {
        generations.onRaise(told::add);
        generations.onRaise(subject -> told.add("again " + subject));

        generations.raise("alice", 1);
        generations.raise("bob", 1);

        assertThat(told).containsExactly("alice", "again alice", "bob", "again bob");
    }

    @Test
    void whatIsNoRaiseIsNotTold() {
        generations.onRaise(told::add);

        generations.raise("alice", 0);
        generations.raise("alice", 2);
        generations.raise("alice", 2);
        generations.raise("alice", 1);

        assertThat(told).containsExactly("alice");
    }

    @Test
    void aListenerFindsTheTokensVoid() {
        var counted = new ArrayList<Boolean>();
        generations.onRaise(subject -> counted.add(generations.accepts(token(subject, 0))));

        generations.raise("alice", 1);

        assertThat(counted).containsExactly(false);
    }

    private static VerifiedToken token(String peerId, long generation) {
        return new VerifiedToken(peerId, generation, Instant.MAX);
    }
}
