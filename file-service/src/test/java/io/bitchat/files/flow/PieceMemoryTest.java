package io.bitchat.files.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.files.store.StoreFullException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PieceMemoryTest {
    private long now;
    private final AtomicLong inUse = new AtomicLong();
    private final PieceMemory memory = new PieceMemory(10, inUse::addAndGet, Runnable::run, () -> now);

    private final class Spool implements PieceMemory.Owner {
        final PieceMemory.Share share = memory.share(this);
        int dropped;
        int gaveUp;

        @Override
        public void dropCached() {
            dropped++;
        }

        @Override
        public void giveUp() {
            gaveUp++;
        }
    }

    private void pass(long seconds) {
        now += seconds * 1_000_000_000;
    }

    @Test
    void whatIsCachedGoesFirstAndTheOldestOfIt() {
        var first = new Spool();
        var second = new Spool();
        assertThat(first.share.cache(4)).isTrue();
        assertThat(second.share.cache(4)).isTrue();
        assertThat(second.share.cache(4)).isFalse();

        new Spool().share.gather(5);

        assertThat(first.dropped).isEqualTo(1);
        assertThat(second.dropped).isZero();
        assertThat(inUse).hasValue(9);
    }

    @Test
    void whoIsIdleGivesUpForOthersAndTakesNothingMore() {
        var abandoned = new Spool();
        abandoned.share.gather(8);
        pass(9);
        var active = new Spool();
        active.share.gather(2);
        assertThatThrownBy(() -> active.share.gather(1)).isInstanceOf(PieceMemory.NoRoom.class);
        assertThat(abandoned.gaveUp).isZero();

        pass(1);
        active.share.gather(1);

        assertThat(abandoned.gaveUp).isEqualTo(1);
        assertThat(inUse).hasValue(3);
        abandoned.share.gaveBack(8);
        assertThat(inUse).hasValue(3);
        assertThatThrownBy(() -> abandoned.share.gather(1)).isInstanceOf(StoreFullException.class);
    }

    @Test
    void whoMovesKeepsWhatItHas() {
        var slow = new Spool();
        slow.share.gather(8);
        pass(9);
        slow.share.touch();
        pass(9);

        assertThatThrownBy(() -> new Spool().share.gather(3)).isInstanceOf(PieceMemory.NoRoom.class);
        assertThat(slow.gaveUp).isZero();
    }

    @Test
    void whoFindsNoRoomWaitsForIt() {
        var first = new Spool();
        first.share.gather(8);
        var second = new Spool();
        var waiting = second.share
                .whenThereIsRoom(() -> {
                    second.share.gather(4);
                    return inUse.get();
                })
                .subscribeAsCompletionStage();
        assertThat(waiting).isNotDone();

        first.share.gaveBack(8);

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(4L);
    }

    @Test
    void whoEndsWaitsNoLonger() {
        new Spool().share.gather(8);
        var second = new Spool();
        var waiting = second.share
                .whenThereIsRoom(() -> {
                    second.share.gather(4);
                    return 0;
                })
                .subscribeAsCompletionStage();
        assertThat(waiting).isNotDone();

        second.share.waitNoMore();

        assertThat(waiting)
                .failsWithin(Duration.ofSeconds(2))
                .withThrowableThat()
                .withCauseInstanceOf(StoreFullException.class);
    }

    @Test
    void aClosedShareHasGivenEverythingBack() {
        var spool = new Spool();
        spool.share.gather(4);
        spool.share.cache(4);

        spool.share.close();
        spool.share.uncached(4);

        assertThat(inUse).hasValue(0);
        new Spool().share.gather(10);
    }
}
