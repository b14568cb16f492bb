package io.bitchat.files.chunk;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The content type of a form (RFC 9110, section 8.3.1; RFC 7578). The form decoder accepts only one spelling and throws
 * on others, so it gets the header in that spelling.
 *
 * @param boundary separator of the parts, 1-70 characters (RFC 2046, section 5.1.1)
 */
record FormType(String boundary) {
    private static final String FORM = "multipart/form-data";
    private static final int MAX_LENGTH = 1_024;
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern PARAMETER =
            Pattern.compile("\\s*;\\s*(?:(" + TOKEN + ")=(?:(" + TOKEN + ")|\"((?:[^\"\\\\]|\\\\.)*)\"))?");
    private static final Pattern BOUNDARY = Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");

    /** Whether the header names a form, with or without a boundary. */
    static boolean isForm(@Nullable String header) {
        return header != null && typeOf(header).equals(FORM);
    }

    /** The media type without parameters, in lower case. */
    static String typeOf(String header) {
        return header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Parses the header; empty if it is malformed, longer than {@value #MAX_LENGTH} characters, or has not exactly one
     * boundary.
     */
    static Optional<FormType> parse(String header) {
        var boundary = Optional.<FormType>empty();
        // the pattern recurses for each quoted character; the length limit protects the stack
        if (header.length() > MAX_LENGTH) return Optional.empty();
        int begin = header.indexOf(';');
        var parameters = PARAMETER.matcher(header);
        if (begin < 0) return Optional.empty();
        for (int at = begin; at < header.length(); at = parameters.end()) {
            parameters.region(at, header.length());
            if (!parameters.lookingAt()) return header.substring(at).isBlank() ? boundary : Optional.empty();
            if (parameters.group(1) == null || !parameters.group(1).equalsIgnoreCase("boundary")) continue;
            var value = parameters.group(2) != null ? parameters.group(2) : parameters.group(3);
            if (boundary.isPresent() || !BOUNDARY.matcher(value).matches()) return Optional.empty();
            boundary = Optional.of(new FormType(value));
        }
        return boundary;
    }

    /** The header in the spelling that the form decoder accepts. */
    String header() {
        return FORM + "; boundary=\"" + boundary + '"';
    }
}
