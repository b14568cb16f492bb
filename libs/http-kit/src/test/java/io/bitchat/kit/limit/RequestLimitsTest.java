package io.bitchat.kit.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.time.Ids;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestLimitsTest {
    private record Limits(
            boolean enabled,
            int requestsPerMinute,
            int anonymousRequestsPerMinute,
            int newcomerRequestsPerMinute,
            int failedAuthenticationsPerMinute,
            int maxCallers)
            implements RateLimitConfig {}

    private final Limits config = new Limits(true, 1, 3, 2, 2, 100);
    private final PeerLimits peers = new PeerLimits(
            config, new SharedBudgets(config, new Ids(InstantSource.system())), (_, _) -> {}, InstantSource.system());
    private final RequestLimits limits = new RequestLimits(config, peers);
    private final ClientAddress here = ClientAddress.of("192.0.2.1");
    private final ClientAddress there = ClientAddress.of("192.0.2.2");

    @Test
    void aPeerThatIsNamedLikeAnAddressIsAPeer() {
        limits.chargePeer("address:192.0.2.1");
        assertThatThrownBy(() -> limits.chargePeer("address:192.0.2.1")).isInstanceOf(Problem.class);

        assertThatCode(() -> limits.chargeAddress(here)).doesNotThrowAnyException();
    }

    @Test
    void whoSignsInUsesUpItsOwnAddressAlone() {
        limits.chargeNewcomer(here);
        limits.chargeNewcomer(here);
        assertThatThrownBy(() -> limits.chargeNewcomer(here)).isInstanceOf(Problem.class);

        assertThatCode(() -> limits.chargeNewcomer(there)).doesNotThrowAnyException();
    }

    @Test
    void whoFailsTooOftenIsNotHeardAnyMore() {
        limits.checkFailures(here);
        limits.noteFailure(here);
        limits.checkFailures(here);
        limits.noteFailure(here);

        assertThatThrownBy(() -> limits.checkFailures(here))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(429));
        assertThatCode(() -> limits.checkFailures(there)).doesNotThrowAnyException();
    }

    /** The owner of one IPv6 address has 2⁶⁴ of them. */
    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::1, true",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:3::1, false",
        "fe80::1%eth0, fe80::2, true",
        "192.0.2.1, 192.0.2.2, false",
        "unknown, unknown, true",
        "a:b:nonsense, a:b:other, false"
    })
    void addressesOfOneNetworkAreOne(String one, String other, boolean same) {
        assertThat(ClientAddress.of(one).equals(ClientAddress.of(other))).isEqualTo(same);
    }
}
