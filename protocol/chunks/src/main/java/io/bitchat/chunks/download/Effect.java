package io.bitchat.chunks.download;

/** Everything that a download may ask of its driver, carried out in the order of the list. */
public sealed interface Effect {
    /** Ask the source for the chunk. */
    record Fetch(String source, int index) implements Effect {}

    /** Break the request off, or forget what came of it: it is not waited for, and nothing is to be told of it any more. */
    record Cancel(String source, int index) implements Effect {}

    /** Store what came from this source, and tell when that is done. */
    record Store(String source, int index) implements Effect {}

    /**
     * Tell how far all requests are, and tick, at this time.
     *
     * @param at takes the place of an earlier wish
     */
    record Wake(long at) implements Effect {}

    /** A source fared badly; for logs. */
    record Demoted(String source, SourceState state, String reason) implements Effect {}

    /** All chunks are stored. Comes once. */
    record Done() implements Effect {}

    /** Nothing is on its way, and no source is left that has what is missing. Comes again if that happens again. */
    record Stuck(ChunkSet missing) implements Effect {}
}
