package io.bitchat.messages.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceStreamTest {
    private final DeviceStream stream = new DeviceStream();

    @Test
    void theNextPlaceIsPushedOnceTheDeviceHasCaughtUp() {
        stream.startAfter(4);
        assertThat(stream.known(5, true)).isEqualTo(DeviceStream.Step.NOTHING);
        stream.reached(5);
        assertThat(stream.readOn(false)).isFalse();

        assertThat(stream.known(6, true)).isEqualTo(DeviceStream.Step.PUSH);
        assertThat(stream.known(6, true)).isEqualTo(DeviceStream.Step.NOTHING);
        assertThat(stream.known(8, true)).isEqualTo(DeviceStream.Step.READ);
    }

    @Test
    void aDeviceWithoutRoomReadsLater() {
        stream.readOn(false);
        assertThat(stream.known(1, false)).isEqualTo(DeviceStream.Step.READ);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverTheOrderOfNewsEveryPlaceIsReachedOnceAndInOrder(long seed) {
        var random = new Random(seed);
        long committed = 0;
        var reached = new ArrayList<Long>();
        var news = new ArrayList<Long>();
        boolean reading = true;
        for (int step = 0; step < 5_000 || reached.size() < committed; step++) {
            if (step < 5_000 && random.nextInt(3) == 0) news.add(++committed);
            if (reading && (random.nextInt(4) == 0 || step >= 5_000)) reading = readPage(committed, reached);
            if (!news.isEmpty() && random.nextBoolean()) {
                long place = news.remove(random.nextInt(news.size())); // late, duplicate and out of order
                if (random.nextInt(5) == 0) news.add(place);
                switch (stream.known(place, random.nextInt(10) > 0)) {
                    case PUSH -> reached.add(place);
                    case READ -> reading = true;
                    case NOTHING -> {}
                }
            } else if (step >= 5_000 && news.isEmpty() && !reading && reached.size() < committed) {
                news.add(committed); // the periodic check of last places
            }
        }
        assertThat(reached)
                .isEqualTo(LongStream.rangeClosed(1, committed).boxed().toList());
    }

    private boolean readPage(long committed, List<Long> reached) {
        long from = stream.position();
        long to = Math.min(committed, from + 3);
        for (long place = from + 1; place <= to; place++) {
            stream.reached(place);
            reached.add(place);
        }
        return stream.readOn(to - from == 3);
    }
}
