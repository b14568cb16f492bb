package io.bitchat.chunks.download;

/**
 * One source as it is now.
 *
 * @param reason why it is in this state; empty where there is nothing to say
 * @param chunks how many of it were right
 * @param bytes of these
 * @param rate bytes per second while it was busy, lately; 0 before anything is known
 * @param inFlight requests
 */
public record SourceReport(
        String source, SourceState state, String reason, int chunks, long bytes, long rate, int inFlight) {}
