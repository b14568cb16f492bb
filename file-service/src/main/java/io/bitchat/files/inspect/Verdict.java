package io.bitchat.files.inspect;

/** What a scanner says of a file. */
public sealed interface Verdict {
    /** Nothing was found, or nothing is scanned. */
    record Clean() implements Verdict {}

    /** @param name what the scanner calls it; printable, at most 200 characters */
    record Found(String name) implements Verdict {}

    /**
     * The scanner gave no verdict.
     *
     * @param cause for the log
     */
    record Failed(String cause) implements Verdict {}
}
