package io.bitchat.link;

import java.time.Duration;

/**
 * Timeouts and delays of a link.
 *
 * @param handshake timeout from the connection to the proof of identity, and for a closing link to be flushed
 * @param idle time without received data after which a link is closed; keepalives are sent three times as often if
 *     nothing else was sent
 * @param redialMin first pause before dialing again; doubled each time, and shortened by up to half at random
 * @param redialMax longest pause between attempts
 * @param receiveDelay delay of frames before they reach the listener, in order; simulates distance. Delayed frames are
 *     held in memory without a limit
 */
public record LinkTimes(
        Duration handshake, Duration idle, Duration redialMin, Duration redialMax, Duration receiveDelay) {
    public LinkTimes {
        require(handshake.toMillis() > 0, "handshake");
        require(idle.toMillis() >= 3, "idle");
        require(redialMin.toMillis() > 0, "redialMin");
        require(redialMax.compareTo(redialMin) >= 0, "redialMax");
        require(!receiveDelay.isNegative(), "receiveDelay");
    }

    /** Handshake timeout of 10 s, idle timeout of 60 s, redial pauses of 0.2 s to 30 s, no receive delay. */
    public static LinkTimes defaults() {
        return new LinkTimes(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofMillis(200),
                Duration.ofSeconds(30),
                Duration.ZERO);
    }

    private static void require(boolean met, String time) {
        if (!met) throw new IllegalArgumentException(time + " is out of range");
    }
}
