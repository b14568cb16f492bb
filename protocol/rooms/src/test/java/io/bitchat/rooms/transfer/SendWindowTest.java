package io.bitchat.rooms.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class SendWindowTest {
    private static final int CHUNK = 65_536;
    private static final int MOST = 16;

    private final SendWindow window = new SendWindow(MOST, CHUNK);
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void aNewConnectionBeginsWithTwoChunks() {
        assertThat(window.size()).isEqualTo(2);
        assertThat(new SendWindow(1_024, 1_024).size()).isEqualTo(128);
        assertThat(new SendWindow(1, 1 << 20).size()).isEqualTo(1);
    }

    /** 50 ms there and back at 5 MB/s: 250 kB fit on the way, which are 3.8 chunks. */
    @Test
    void aLongWayIsFilled() {
        send(40, Duration.ofMillis(50), 5e6);

        assertThat(window.size()).isBetween(7, 10);
    }

    @Test
    void aLongAndFastWayGetsTheLargestWindow() {
        send(200, Duration.ofMillis(100), 50e6);

        assertThat(window.size()).isEqualTo(MOST);
    }

    /** Nearly all of the time is spent in the service: a larger window would only wait longer. */
    @Test
    void aShortWayToASlowServiceKeepsTheSmallestWindow() {
        send(200, Duration.ofMillis(1), 5e6);

        assertThat(window.size()).isLessThanOrEqualTo(3);
    }

    @Test
    void anotherConnectionBeginsAnew() {
        send(200, Duration.ofMillis(100), 50e6);
        window.restart();
        assertThat(window.size()).isEqualTo(2);
        send(200, Duration.ofMillis(1), 5e6);

        assertThat(window.size()).isLessThanOrEqualTo(3);
    }

    /** Chunks over a way that takes so many bytes per second, by a sender that uses each credit at once. */
    private void send(int chunks, Duration roundTrip, double bytesPerSecond) {
        var each = Duration.ofNanos((long) (CHUNK / bytesPerSecond * 1e9));
        var underWay = new ArrayDeque<Instant>();
        var free = now;
        for (int sent = 0, arrived = 0; arrived < chunks; arrived++) {
            int more = Math.min(window.size() - underWay.size(), chunks - sent);
            if (more > 0) window.granted(more, now);
            for (int i = 0; i < more; i++, sent++) {
                var earliest = now.plus(roundTrip);
                free = (earliest.isAfter(free) ? earliest : free).plus(each);
                underWay.add(free);
            }
            now = underWay.remove();
            window.arrived(now);
        }
    }
}
