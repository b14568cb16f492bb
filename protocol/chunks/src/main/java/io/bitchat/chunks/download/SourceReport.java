package io.bitchat.chunks.download;

/**
 * Report on one source.
 *
 * @param reason reason for its state; empty if there is none
 * @param chunks number of valid chunks from it
 * @param bytes size of these chunks
 * @param rate bytes per second while it was recently busy; 0 if unknown
 * @param inFlight number of requests in flight
 */
public record SourceReport(
        String source, SourceState state, String reason, int chunks, long bytes, long rate, int inFlight) {}
