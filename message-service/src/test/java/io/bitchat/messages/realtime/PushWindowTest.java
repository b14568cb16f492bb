package io.bitchat.messages.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.contracts.messages.Cursor;
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
        int inFlight = 0;
        long place = 0;
        while (place < 500 || inFlight > 0) {
            if (place < 500 && random.nextInt(3) > 0) {
                if (tried.admit(parcel(++place))) {
                    out.add(place);
                    inFlight++;
                }
            } else if (inFlight > 0) {
                tried.landed();
                inFlight--;
                var next = tried.next();
                if (next != null) {
                    out.add(next.place());
                    inFlight++;
                }
            }
            assertThat(inFlight).isLessThanOrEqualTo(PushWindow.MAX_IN_FLIGHT);
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

        window.landed();

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
        return new Parcel.OfGroup(place, new GroupFrame("x" + end(), () -> {}));
    }

    private static String end() {
        return Cursor.START.text() + "\"}}";
    }
}
