package io.bitchat.chunks.download;

/** Everything that can happen to a download. A source is named by its driver, within one download. */
public sealed interface Input {
    /** A source was found, or tells anew what it holds. One that has lied stays banned. */
    record SourceAdded(String source, ChunkSet holds) implements Input {}

    /** A source is not to be asked any more. */
    record SourceRemoved(String source) implements Input {}

    /** A source cannot be asked, and was tried often enough; until it is added again. */
    record SourceFailed(String source, String reason) implements Input {}

    /** A source says something of the file that is proved to be wrong. */
    record SourceLied(String source, String reason) implements Input {}

    /** An answer begins. */
    record Answered(String source, int index) implements Input {}

    /** Bytes of an answer have come; to be told before each tick. */
    record Progress(String source, int index, int bytes) implements Input {}

    /** A chunk has come whole, and its hash is about to be looked at. */
    record Arrived(String source, int index) implements Input {}

    /** The hash is right. */
    record Verified(String source, int index) implements Input {}

    /** The hash, or the length, is wrong: the source lies. */
    record Corrupt(String source, int index) implements Input {}

    /** The chunk is stored: it is never asked for again. */
    record Stored(int index) implements Input {}

    /** The source does not have this chunk, whatever it said before. */
    record NotHeld(String source, int index) implements Input {}

    /**
     * A request came to nothing.
     *
     * @param reason for people
     * @param pause nanoseconds that the source wants to be left alone, 0 if it does not say
     * @param jitter random, 0 to below 1: shortens the pause before the source is asked again, by up to half
     */
    record Failed(String source, int index, String reason, long pause, double jitter) implements Input {}

    /**
     * Time has passed; to be told at least five times a second, and when {@link Effect.Wake} says.
     *
     * @param jitter as above, for sources that have fallen silent
     */
    record Tick(double jitter) implements Input {}
}
