package io.bitchat.gossip.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class LazyPushQueueTest {
    private final LazyPushQueue lazyPush = new LazyPushQueue();

    @Test
    void eachIsHeardOnceInTheOrderTheyCame() {
        for (int brief : new int[] {7, 3, 7, 9, 3}) lazyPush.add(brief);

        assertThat(lazyPush.takeAll()).containsExactly(7, 3, 9);
        assertThat(lazyPush.isEmpty()).isTrue();
        assertThat(lazyPush.takeAll()).isEmpty();
    }

    @Test
    void saysWhetherAnythingWasNew() {
        var others = new LazyPushQueue();
        others.add(1);
        others.add(2);

        assertThat(lazyPush.addAll(others)).isTrue();
        assertThat(lazyPush.addAll(others)).isFalse();
        assertThat(lazyPush.add(2)).isFalse();
        assertThat(lazyPush.add(3)).isTrue();
    }

    @Test
    void isASetThatKeepsItsOrder() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20_260_115);
        var expected = new LinkedHashSet<Integer>();
        for (int step = 0; step < 20_000; step++) {
            int brief = random.nextInt(200);
            switch (random.nextInt(step % 1_000 == 0 ? 3 : 2)) {
                case 0 -> assertThat(lazyPush.add(brief)).isEqualTo(expected.add(brief));
                case 1 -> {
                    lazyPush.remove(brief);
                    expected.remove(brief);
                }
                default -> {
                    assertThat(lazyPush.takeAll()).isEqualTo(new ArrayList<>(expected));
                    expected.clear();
                }
            }
        }
        assertThat(lazyPush.takeAll()).isEqualTo(new ArrayList<>(expected));
    }
}
