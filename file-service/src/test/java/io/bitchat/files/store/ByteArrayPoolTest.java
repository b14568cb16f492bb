package io.bitchat.files.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteArrayPoolTest {
    private final ByteArrayPool pool = new ByteArrayPool(2, 1_000);

    @Test
    void anArrayIsUsedAgainForTheSameLengthOnly() {
        var array = pool.take(100);
        pool.giveBack(array);

        assertThat(pool.take(99)).hasSize(99);
        assertThat(pool.take(100)).isSameAs(array);
    }

    @Test
    void nobodyGetsAnArrayThatIsInUse() {
        var one = pool.take(100);
        pool.giveBack(one);

        assertThat(pool.take(100)).isSameAs(one);
        assertThat(pool.take(100)).isNotSameAs(one);
    }

    @Test
    void longOnesAreNotKept() {
        var longest = pool.take(1_000);
        var longer = pool.take(1_001);
        pool.giveBack(longest);
        pool.giveBack(longer);

        assertThat(pool.take(1_001)).isNotSameAs(longer);
        assertThat(pool.take(1_000)).isSameAs(longest);
    }

    @Test
    void noMoreAreKeptThanSaidAndTheLatestAre() {
        var given = new byte[][] {new byte[10], new byte[10], new byte[20]};
        for (var array : given) pool.giveBack(array);

        assertThat(pool.take(10)).isSameAs(given[1]);
        assertThat(pool.take(20)).isSameAs(given[2]);
        assertThat(pool.take(10)).isNotSameAs(given[0]);
    }
}
