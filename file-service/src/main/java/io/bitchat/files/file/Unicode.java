package io.bitchat.files.file;

/** Text that can be encoded: a surrogate that has lost its other half cannot (Unicode, section 3.9). */
public final class Unicode {
    /** For {@code @Pattern}, which looks at code points: a pair is none of these. */
    public static final String REGEX = "[^\\uD800-\\uDFFF]*";

    public static final String MESSAGE = "must be valid Unicode: it has half of a surrogate pair";

    private Unicode() {}
}
