package io.bitchat.files.file;

/** Text that can be encoded: a lone surrogate cannot (Unicode, section 3.9). */
public final class Unicode {
    /** For {@code @Pattern}. It matches code points, so a surrogate pair does not match the excluded range. */
    public static final String REGEX = "[^\\uD800-\\uDFFF]*";

    public static final String MESSAGE = "must be valid Unicode: it has half of a surrogate pair";

    private Unicode() {}
}
