package io.bitchat.link;

import java.time.Duration;

/**
 * How long a link waits for what.
 *
 * @param handshake from the connection to the proof of identity, and for a closing link to be emptied
 * @param idle a link on which nothing arrives for so long is closed; signs of life go out three times as often,
 *     where nothing else did
 * @param redialMin before the first attempt to dial again; doubled each time, and shortened by up to half at random
 * @param redialMax the longest pause between attempts
 * @param receiveDelay how much later frames reach the listener, in order: distance, for simulations. What is under way
 *     is held in memory without a bound
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

    /** Handshakes of 10 s, silence of 60 s, redialing after 0.2 s to 30 s, no delay. */
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
