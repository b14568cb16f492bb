package io.bitchat.messages.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.contracts.messages.Cursor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PushWindowTest {
    private final PushWindow window = new PushWindow();

    @Property(tries = 100)
    void everythingAdmittedGoesOutOnceAndInOrder(@ForAll long seed) {
        var tried = new PushWindow();
        var random = new Random(seed);
        var out = new ArrayList<Long>();
        var flying = new ArrayDeque<Parcel>();
        long place = 0;
        while (place < 500 || !flying.isEmpty()) {
            if (place < 500 && random.nextInt(3) > 0) {
                var parcel = parcel(++place, random.nextInt(20) == 0 ? PushWindow.MAX_IN_FLIGHT_CHARS / 2 : 1);
                if (tried.admit(parcel)) flying.add(parcel);
                if (!flying.isEmpty() && flying.getLast() == parcel) out.add(place);
            } else if (!flying.isEmpty()) {
                tried.landed(flying.poll());
                for (var next = tried.next(); next != null; next = tried.next()) {
                    out.add(next.place());
                    flying.add(next);
                }
            }
            assertThat(flying).hasSizeLessThanOrEqualTo(PushWindow.MAX_IN_FLIGHT);
            assertThat(flying.stream()
                            .limit(Math.max(0, flying.size() - 1))
                            .mapToInt(Parcel::length)
                            .sum())
                    .as("all but the last fit")
                    .isLessThan(PushWindow.MAX_IN_FLIGHT_CHARS);
        }
        assertThat(out).isEqualTo(LongStream.rangeClosed(1, 500).boxed().toList());
        assertThat(tried.isEmpty()).isTrue();
    }

    @Test
    void aBurstFillsTheRoomAndNoMore() {
        for (long place = 1; place <= PushWindow.MAX_IN_FLIGHT + PushWindow.MAX_WAITING; place++) {
            assertThat(window.hasRoom()).isTrue();
            window.admit(parcel(place));
        }
        assertThat(window.hasRoom()).isFalse();

        window.landed(parcel(1));

        assertThat(window.next()).isNotNull();
        assertThat(window.hasRoom()).isTrue();
    }

    @Test
    void longMessagesFillItSooner() {
        var frame = new GroupFrame("x".repeat(PushWindow.MAX_WAITING_CHARS) + end(), () -> {});
        for (long place = 1; place <= PushWindow.MAX_IN_FLIGHT + 1; place++) {
            window.admit(new Parcel.OfGroup(place, frame));
        }
        assertThat(window.hasRoom()).isFalse();
    }

    @Test
    void aFrameKnowsWhenTheLastSocketHasIt() {
        var everywhere = new AtomicInteger();
        var frame = new GroupFrame("{\"data\":{\"cursor\":\"" + end(), everywhere::incrementAndGet);
        frame.handed();
        frame.handed();
        frame.done();
        frame.done();
        assertThat(everywhere).hasValue(0);

        frame.done();

        assertThat(everywhere).hasValue(1);
        var cursor = new Cursor(12).text();
        assertThat(frame.at(12)).isEqualTo("{\"data\":{\"cursor\":\"" + cursor + "\"},\"cursor\":\"" + cursor + "\"}");
    }

    private static Parcel parcel(long place) {
        return parcel(place, 1);
    }

    private static Parcel parcel(long place, int length) {
        return new Parcel.OfGroup(place, new GroupFrame("x".repeat(length) + end(), () -> {}));
    }

    private static String end() {
        return Cursor.START.text() + "\"}}";
    }
}
