package io.bitchat.files.file;

import java.util.regex.Pattern;

/** Media types as uploaders and other sites name them (RFC 9110, section 8.3.1). They go into a header of each download. */
public final class MediaType {
    private static final String TOKEN = "[A-Za-z0-9!#$&^_.+-]{1,127}";
    /** What is taken for one: no control character, no comma, no blank but before a parameter, at most 32 of them. */
    public static final String REGEX =
            TOKEN + "/" + TOKEN + "( ?; ?" + TOKEN + "=(" + TOKEN + "|\"[ !#-\\[\\]-~]*\")){0,32}";
    /** Letters of the longest. */
    public static final int MAX_LENGTH = 255;
    /** What a file is of which nothing better is known. */
    public static final String UNKNOWN = "application/octet-stream";

    private static final Pattern PATTERN = Pattern.compile(REGEX);

    private MediaType() {}

    /** The type, or {@link #UNKNOWN} where this is none. */
    public static String orUnknown(String text) {
        return text.length() <= MAX_LENGTH && PATTERN.matcher(text).matches() ? text : UNKNOWN;
    }
}
