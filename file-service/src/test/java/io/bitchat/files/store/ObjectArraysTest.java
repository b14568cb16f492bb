package io.bitchat.files.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ObjectArraysTest {
    private final ObjectArrays arrays = new ObjectArrays(2, 1_000);

    @Test
    void anArrayIsUsedAgainForTheSameLengthOnly() {
        var array = arrays.take(100);
        arrays.giveBack(array);

        assertThat(arrays.take(99)).hasSize(99);
        assertThat(arrays.take(100)).isSameAs(array);
    }

    @Test
    void nobodyGetsAnArrayThatIsInUse() {
        var one = arrays.take(100);
        arrays.giveBack(one);

        assertThat(arrays.take(100)).isSameAs(one);
        assertThat(arrays.take(100)).isNotSameAs(one);
    }

    @Test
    void longOnesAreNotKept() {
        var longest = arrays.take(1_000);
        var longer = arrays.take(1_001);
        arrays.giveBack(longest);
        arrays.giveBack(longer);

        assertThat(arrays.take(1_001)).isNotSameAs(longer);
        assertThat(arrays.take(1_000)).isSameAs(longest);
    }

    @Test
    void noMoreAreKeptThanSaidAndTheLatestAre() {
        var given = new byte[][] {new byte[10], new byte[10], new byte[20]};
        for (var array : given) arrays.giveBack(array);

        assertThat(arrays.take(10)).isSameAs(given[1]);
        assertThat(arrays.take(20)).isSameAs(given[2]);
        assertThat(arrays.take(10)).isNotSameAs(given[0]);
    }
}
