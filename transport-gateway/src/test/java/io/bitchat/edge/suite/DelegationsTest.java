package io.bitchat.edge.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.edge.suite.Delegations.Outcome;
import io.bitchat.edge.suite.Trust.Carry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DelegationsTest {
    private static final Instant NOW = Instant.parse("2026-01-15T09:31:02.004Z");

    @TempDir
    private Path folder;

    private Delegations open() throws IOException {
        return Delegations.open(folder.resolve("delegations.db"));
    }

    private static <T> T of(CompletionStage<T> answer) throws Exception {
        return answer.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void holdOverARestart() throws Exception {
        try (var delegations = open()) {
            assertThat(of(delegations.give("bob", "roof", NOW))).isEqualTo(Outcome.GIVEN);
            assertThat(of(delegations.give("bob", "roof", NOW.plusSeconds(5)))).isEqualTo(Outcome.GIVEN);
            assertThat(of(delegations.give("bob", "cellar", NOW))).isEqualTo(Outcome.GIVEN);
            of(delegations.withdraw("bob", "cellar"));
            of(delegations.withdraw("bob", "nobody"));
        }
        try (var delegations = open()) {
            assertThat(delegations.of("bob")).containsExactly(new Delegations.Delegation("roof", NOW));
            assertThat(delegations.isGiven("bob", "roof")).isTrue();
            assertThat(delegations.isGiven("bob", "cellar")).isFalse();
            assertThat(delegations.isGiven("roof", "bob")).isFalse();
        }
    }

    @Test
    void aPeerDelegatesToSixteenNodes() throws Exception {
        try (var delegations = open()) {
            for (int i : IntStream.range(0, Delegations.MAX_NODES).toArray()) {
                assertThat(of(delegations.give("bob", "n" + i, NOW))).isEqualTo(Outcome.GIVEN);
            }
            assertThat(of(delegations.give("bob", "one-more", NOW))).isEqualTo(Outcome.TOO_MANY_NODES);
            assertThat(of(delegations.give("bob", "n0", NOW))).isEqualTo(Outcome.GIVEN);
            of(delegations.withdraw("bob", "n0"));
            assertThat(of(delegations.give("bob", "one-more", NOW))).isEqualTo(Outcome.GIVEN);
        }
    }

    @Test
    void aFileInUseIsRefused() throws Exception {
        try (var delegations = open()) {
            of(delegations.give("bob", "roof", NOW));
            assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("delegations.db");
        }
    }

    @Test
    void trustIsOfThePolicy() throws Exception {
        try (var delegations = open()) {
            of(delegations.give("bob", "roof", NOW));
            var open = new Trust(delegations, Carry.ANYONE);
            var strict = new Trust(delegations, Carry.DELEGATED);

            assertThat(open.isNear("carol", "roof")).isTrue();
            assertThat(strict.isNear("carol", "roof")).isFalse();
            assertThat(strict.isNear("bob", "roof")).isTrue();
            assertThat(strict.isNear("bob", "cellar")).isFalse();
            // a node is near itself
            assertThat(strict.isNear("roof", "roof")).isTrue();
            assertThat(open.isProven("carol", "roof")).isFalse();
            assertThat(open.isProven("bob", "roof")).isTrue();
        }
    }
}
