package io.bitchat.chunks.download;

/** Events that a download handles. The driver names sources, uniquely within one download. */
public sealed interface Input {
    /** A source was found, or reports again what it holds. A source that has lied stays banned. */
    record SourceAdded(String source, ChunkSet holds) implements Input {}

    /** A source must not be asked any more. */
    record SourceRemoved(String source) implements Input {}

    /** A source could not be reached after enough attempts; given up until it is added again. */
    record SourceFailed(String source, String reason) implements Input {}

    /** A source claims something about the file that is proved wrong. */
    record SourceLied(String source, String reason) implements Input {}

    /** The first bytes of a response arrived. */
    record Answered(String source, int index) implements Input {}

    /** Bytes of a response arrived; reported before each tick. */
    record Progress(String source, int index, int bytes) implements Input {}

    /** A chunk arrived completely, and its hash is about to be verified. */
    record Arrived(String source, int index) implements Input {}

    /** The hash of a chunk is right. */
    record Verified(String source, int index) implements Input {}

    /** The hash or length of a chunk is wrong: the source lies. */
    record Corrupt(String source, int index) implements Input {}

    /** The chunk is stored, and never requested again. */
    record Stored(int index) implements Input {}

    /** The source does not hold this chunk, whatever it reported before. */
    record NotHeld(String source, int index) implements Input {}

    /**
     * A request failed.
     *
     * @param reason text for logs and reports
     * @param pause nanoseconds that the source asks to be left alone; 0 if it does not say
     * @param jitter random number from 0 to below 1; shortens the pause before the source is asked again by up to half
     */
    record Failed(String source, int index, String reason, long pause, double jitter) implements Input {}

    /**
     * Time has passed; due at least five times a second, and when {@link Effect.Wake} says.
     *
     * @param jitter as in {@link Failed}, for sources that have fallen silent
     */
    record Tick(double jitter) implements Input {}
}
