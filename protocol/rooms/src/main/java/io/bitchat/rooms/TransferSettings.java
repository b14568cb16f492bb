package io.bitchat.rooms;

import java.time.Duration;

/**
 * Times and bounds of transfers. docs/protocols/rooms.md, section 6, explains them.
 *
 * @param offerLife time after which an offer cannot be accepted any more
 * @param idle time in which an end that is expected to act may do nothing
 * @param pausedLife longest pause
 * @param senderGrace time that a sender without connection has to come back
 * @param lateAcceptance time that undecided participants have after all who accepted are done
 * @param progressEvery time between reports of progress
 * @param windowBytes bytes that may be under way on one leg; at least one chunk may be
 * @param maxReceivers number of receivers that one transfer serves
 */
public record TransferSettings(
        Duration offerLife,
        Duration idle,
        Duration pausedLife,
        Duration senderGrace,
        Duration lateAcceptance,
        Duration progressEvery,
        int windowBytes,
        int maxReceivers) {
    private static final int MAX_WINDOW_CHUNKS = 1_024;

    public TransferSettings {
        if (offerLife.isNegative()
                || idle.isNegative()
                || pausedLife.isNegative()
                || senderGrace.isNegative()
                || lateAcceptance.isNegative()) throw new IllegalArgumentException("a negative time");
        if (progressEvery.toMillis() < 1 || windowBytes < 1 || maxReceivers < 1)
            throw new IllegalArgumentException("a bound out of range");
    }

    /** The published times: 1 h for offers and pauses, 30 s of silence, 30 s for a lost sender. */
    public static TransferSettings defaults() {
        return new TransferSettings(
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                1 << 20,
                64);
    }

    /** Number of chunks of this size that may be under way on one leg. */
    public int window(int chunkSize) {
        return Math.clamp(windowBytes / chunkSize, 1, MAX_WINDOW_CHUNKS);
    }

    public TransferSettings withWindowBytes(int bytes) {
        return new TransferSettings(
                offerLife, idle, pausedLife, senderGrace, lateAcceptance, progressEvery, bytes, maxReceivers);
    }

    public TransferSettings withMaxReceivers(int receivers) {
        return new TransferSettings(
                offerLife, idle, pausedLife, senderGrace, lateAcceptance, progressEvery, windowBytes, receivers);
    }
}
