package io.bitchat.files.file;

import java.util.regex.Pattern;

/**
 * Media types as given by uploaders and other sites (RFC 9110, section 8.3.1). They are sent in a header of each
 * download.
 */
public final class MediaType {
    private static final String TOKEN = "[A-Za-z0-9!#$&^_.+-]{1,127}";
    /**
     * Accepted media types: at most 32 parameters and no control characters. Outside quoted values there is no comma,
     * and a blank only around a semicolon.
     */
    public static final String REGEX =
            TOKEN + "/" + TOKEN + "( ?; ?" + TOKEN + "=(" + TOKEN + "|\"[ !#-\\[\\]-~]*\")){0,32}";
    /** Maximum length in characters. */
    public static final int MAX_LENGTH = 255;
    /** Type of a file if nothing better is known. */
    public static final String UNKNOWN = "application/octet-stream";

    private static final Pattern PATTERN = Pattern.compile(REGEX);

    private MediaType() {}

    /** The type, or {@link #UNKNOWN} if the text is not a media type. */
    public static String orUnknown(String text) {
        return text.length() <= MAX_LENGTH && PATTERN.matcher(text).matches() ? text : UNKNOWN;
    }
}
