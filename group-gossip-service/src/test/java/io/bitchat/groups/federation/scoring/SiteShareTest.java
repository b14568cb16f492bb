package io.bitchat.groups.federation.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SiteShareTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final SiteShare share = new SiteShare(100, 200, 0);

    @Test
    void aBurstIsTaken() {
        assertThat(share.spend(200, 0)).isFalse();
        assertThat(share.isHeld()).isFalse();
    }

    @Test
    void whoAsksForMoreIsHeldOnceAndUntilItIsPaidBack() {
        assertThat(share.spend(250, 0)).isTrue();
        assertThat(share.spend(50, 0)).isFalse();

        assertThat(share.remaining(0)).isEqualTo(SECOND);
        assertThat(share.remaining(SECOND / 2)).isEqualTo(SECOND / 2);
        assertThat(share.remaining(SECOND)).isZero();
        assertThat(share.isHeld()).isFalse();
    }

    @Test
    void whoWasHeldAndGoesOnIsHeldAgain() {
        share.spend(250, 0);
        share.remaining(SECOND);

        assertThat(share.spend(60, SECOND)).isTrue();
    }

    @Test
    void nobodyIsHeldForever() {
        share.spend(1_000_000, 0);

        assertThat(share.remaining(0)).isEqualTo(10 * SECOND);
    }

    @Test
    void silenceDoesNotSaveMoreThanABurst() {
        share.spend(100, 0);

        assertThat(share.spend(201, 1_000 * SECOND)).isTrue();
    }
}
