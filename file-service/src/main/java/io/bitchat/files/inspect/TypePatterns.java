package io.bitchat.files.inspect;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.tika.mime.MediaType;

/**
 * A list of media types and of wildcards such as {@code image/*}.
 *
 * @param patterns lower case
 */
record TypePatterns(List<String> patterns) {
    private static final String ALL = "*/*";
    private static final Pattern PATTERN = Pattern.compile("\\*/\\*|[a-z0-9!#$&^_.+-]+/(\\*|[a-z0-9!#$&^_.+-]+)");

    /** @throws IllegalArgumentException if an entry is neither a media type nor a wildcard */
    static TypePatterns of(String property, List<String> entries) {
        var patterns = entries.stream()
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .toList();
        for (var pattern : patterns) {
            if (!PATTERN.matcher(pattern).matches())
                throw new IllegalArgumentException(property + " has an invalid media type: " + pattern);
        }
        return new TypePatterns(patterns);
    }

    boolean isEmpty() {
        return patterns.isEmpty();
    }

    /** Whether the type is in the list; its parameters do not matter. */
    boolean contains(MediaType type) {
        var base = type.getBaseType().toString();
        return patterns.stream()
                .anyMatch(pattern -> pattern.equals(ALL)
                        || pattern.equals(base)
                        || (pattern.endsWith("/*") && base.startsWith(pattern.substring(0, pattern.length() - 1))));
    }
}
