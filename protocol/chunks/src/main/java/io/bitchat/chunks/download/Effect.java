package io.bitchat.chunks.download;

/** Actions that a download asks of its driver, carried out in list order. */
public sealed interface Effect {
    /** Request the chunk from the source. */
    record Fetch(String source, int index) implements Effect {}

    /** Cancel the request or discard its result; the driver reports nothing more about it. */
    record Cancel(String source, int index) implements Effect {}

    /** Store the chunk from this source, and report when that is done. */
    record Store(String source, int index) implements Effect {}

    /**
     * Report the progress of all requests, then tick, at this time.
     *
     * @param at time in nanoseconds; replaces an earlier one
     */
    record Wake(long at) implements Effect {}

    /** A source was demoted; for logs. */
    record Demoted(String source, SourceState state, String reason) implements Effect {}

    /** All chunks are stored. Emitted once. */
    record Done() implements Effect {}

    /**
     * No request is in flight, and no source is left that holds a missing chunk. Emitted again if this happens again.
     */
    record Stuck(ChunkSet missing) implements Effect {}
}
