package io.bitchat.kit.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bitchat.kit.auth.AuthConfig.Mode;
import io.bitchat.kit.limit.ClientAddress;
import io.bitchat.kit.limit.TestLimits;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final KeyPair KEYS = SignedTokens.keyPair();
    private static final ClientAddress HERE = ClientAddress.of("192.0.2.1");
    private static final ClientAddress THERE = ClientAddress.of("192.0.2.2");
    private static final int REQUESTS = 3;
    private static final int ANONYMOUS = 5;
    private static final int FAILURES = 2;

    private final List<String> seen = new ArrayList<>();
    private final String alices = token("alice");

    private static String token(String subject) {
        return SignedTokens.signed(SignedTokens.claims(subject, NOW.plusSeconds(60)), KEYS);
    }

    private static String forged() {
        return SignedTokens.signed(SignedTokens.claims("alice", NOW.plusSeconds(60)), SignedTokens.keyPair());
    }

    private Access access(Mode mode) {
        var config = TokensTest.Auth.of(mode);
        var tokens =
                new Tokens(_ -> Uni.createFrom().item(KEYS.getPublic()), new TokenGenerations(), () -> NOW, config);
        return new Access(config, tokens, TestLimits.of(REQUESTS, ANONYMOUS, FAILURES), List.of(seen::add));
    }

    private static int status(Access access, String subject, @Nullable String bearer, ClientAddress address) {
        var problem = catchThrowableOfType(
                Problem.class, () -> access.as(subject, bearer, address).await().atMost(Duration.ofSeconds(20)));
        return problem == null ? 200 : problem.status();
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhereTokensAreRequiredACallerWithoutOneIsRefused(Mode mode) {
        assertThat(status(access(mode), "alice", null, HERE)).isEqualTo(mode == Mode.REQUIRED ? 401 : 200);
        assertThat(seen).isEqualTo(mode == Mode.REQUIRED ? List.of() : List.of("alice"));
    }

    @ParameterizedTest
    @EnumSource(names = {"OPTIONAL", "REQUIRED"})
    void whoSendsATokenActsForItsSubjectAlone(Mode mode) {
        var access = access(mode);

        assertThat(status(access, "alice", alices, HERE)).isEqualTo(200);
        assertThat(status(access, "bob", alices, HERE)).isEqualTo(403);
        assertThat(status(access, "alice", forged(), HERE)).isEqualTo(401);
        assertThat(seen).as("calls that passed").containsExactly("alice");
    }

    @Test
    void whereEverybodyIsBelievedTokensAreNotLookedAt() {
        var access = access(Mode.OPEN);

        assertThat(status(access, "bob", alices, HERE)).isEqualTo(200);
        assertThat(status(access, "alice", forged(), HERE)).isEqualTo(200);
    }

    /** Otherwise anybody could use up the requests of a peer by naming it. */
    @Test
    void aRefusedRequestIsNotCountedAgainstWhomItNames() {
        var access = access(Mode.REQUIRED);
        var bobs = token("bob");
        for (int i = 0; i < 2 * REQUESTS; i++)
            assertThat(status(access, "alice", bobs, THERE)).isEqualTo(403);

        for (int i = 0; i < REQUESTS; i++)
            assertThat(status(access, "alice", alices, HERE)).isEqualTo(200);
        assertThat(status(access, "alice", alices, HERE)).isEqualTo(429);
        assertThat(status(access, "bob", bobs, HERE)).isEqualTo(200);
    }

    /** It can claim any name, so its names do not help. */
    @Test
    void aCallerWithoutATokenIsCountedByItsAddressToo() {
        var access = access(Mode.OPTIONAL);
        for (int i = 0; i < ANONYMOUS; i++)
            assertThat(status(access, "peer-" + i, null, HERE)).isEqualTo(200);

        assertThat(status(access, "another", null, HERE)).isEqualTo(429);
        assertThat(status(access, "another", null, THERE)).isEqualTo(200);
        assertThat(status(access, "alice", alices, HERE)).isEqualTo(200);
    }

    @Test
    void anAddressThatFailsTooOftenIsHeardOnlyWithATokenThatIsKnown() {
        var access = access(Mode.REQUIRED);
        assertThat(status(access, "alice", alices, HERE)).isEqualTo(200);
        for (int i = 0; i < FAILURES; i++)
            assertThat(status(access, "alice", forged(), HERE)).isEqualTo(401);

        assertThat(status(access, "alice", forged(), HERE)).isEqualTo(429);
        assertThat(status(access, "bob", token("bob"), HERE)).isEqualTo(429);
        assertThat(status(access, "alice", alices, HERE)).isEqualTo(200);
        assertThat(status(access, "bob", token("bob"), THERE)).isEqualTo(200);
    }

    @Test
    void aCallerWithoutATokenMayActForAnybody() {
        var anonymous = new Access.Caller.Anonymous();
        var alice = new Access.Caller.SocketPeer("alice");

        assertThat(anonymous.mayActAs("bob")).isTrue();
        assertThat(alice.isOneOf("bob", "alice")).isTrue();
        assertThat(alice.isOneOf("bob", "carol")).isFalse();
    }
}
