package io.bitchat.lan.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON value from UTF-8 bytes. The caller bounds the length; this class bounds the depth
 * ({@value #MAX_DEPTH}) and the number of values ({@value #MAX_VALUES}). Stricter than RFC 8259 in two points: a name
 * may occur only once in an object, and a text may not contain half of a surrogate pair.
 */
public final class JsonReader {
    static final int MAX_DEPTH = 8;
    static final int MAX_VALUES = 4_096;

    private static final int MAX_NUMBER = 40;
    private static final int SURE_DIGITS = 18;

    private final String text;
    private int at;
    private int values;

    private JsonReader(String text) {
        this.text = text;
    }

    /** The value, or empty if the bytes are not exactly one value within the bounds. */
    public static Optional<Json> read(ByteBuffer bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        var reader = new JsonReader(text);
        var value = reader.value(0);
        reader.skipSpace();
        return value == null || reader.at < text.length() ? Optional.empty() : Optional.of(value);
    }

    private @Nullable Json value(int depth) {
        skipSpace();
        if (depth > MAX_DEPTH || ++values > MAX_VALUES || at == text.length()) return null;
        return switch (text.charAt(at)) {
            case '{' -> fields(depth);
            case '[' -> items(depth);
            case '"' -> text();
            case 't' -> word("true", new Json.Flag(true));
            case 'f' -> word("false", new Json.Flag(false));
            case 'n' -> word("null", new Json.Nothing());
            default -> number();
        };
    }

    private @Nullable Json text() {
        var string = string();
        if (string == null) return null;
        return new Json.Text(string);
    }

    private @Nullable Json fields(int depth) {
        at++;
        var fields = new LinkedHashMap<String, Json>();
        if (skips('}')) return new Json.Fields(fields);
        do {
            skipSpace();
            var name = at < text.length() && text.charAt(at) == '"' ? string() : null;
            if (name == null || !skips(':')) return null;
            var value = value(depth + 1);
            if (value == null || fields.put(name, value) != null) return null;
        } while (skips(','));
        return skips('}') ? new Json.Fields(fields) : null;
    }

    private @Nullable Json items(int depth) {
        at++;
        var items = new ArrayList<Json>();
        if (skips(']')) return new Json.Items(items);
        do {
            var value = value(depth + 1);
            if (value == null) return null;
            items.add(value);
        } while (skips(','));
        return skips(']') ? new Json.Items(items) : null;
    }

    private @Nullable Json word(String word, Json value) {
        if (!text.startsWith(word, at)) return null;
        at += word.length();
        return value;
    }

    private @Nullable Json number() {
        int from = at;
        if (isNext('-')) at++;
        int digits = at;
        if (!skipsDigits() || text.charAt(digits) == '0' && at > digits + 1) return null;
        boolean whole = true;
        if (isNext('.')) {
            at++;
            whole = false;
            if (!skipsDigits()) return null;
        }
        if (isNext('e') || isNext('E')) {
            at++;
            whole = false;
            if (isNext('+') || isNext('-')) at++;
            if (!skipsDigits()) return null;
        }
        if (at - from > MAX_NUMBER) return null;
        var number = text.substring(from, at);
        return whole && at - digits <= SURE_DIGITS
                ? new Json.Whole(Long.parseLong(number))
                : new Json.Fraction(Double.parseDouble(number));
    }

    private boolean skipsDigits() {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
        return at > from;
    }

    private @Nullable String string() {
        var string = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return isWellFormed(string) ? string.toString() : null;
            }
            if (c < ' ') return null;
            if (c != '\\') {
                string.append(c);
            } else if (!escape(string)) {
                return null;
            }
        }
        return null;
    }

    /** Reads an escape sequence; ends on its last character. */
    private boolean escape(StringBuilder string) {
        if (++at == text.length()) return false;
        int plain = "\"\\/bfnrt".indexOf(text.charAt(at));
        if (plain >= 0) {
            string.append("\"\\/\b\f\n\r\t".charAt(plain));
            return true;
        }
        if (text.charAt(at) != 'u' || at + 4 >= text.length()) return false;
        int unit = 0;
        for (int i = 1; i <= 4; i++) {
            int digit = Character.digit(text.charAt(at + i), 16);
            if (digit < 0 || text.charAt(at + i) > 'f') return false;
            unit = unit << 4 | digit;
        }
        string.append((char) unit);
        at += 4;
        return true;
    }

    /** Whether each surrogate has its other half, so that the text can be written as UTF-8. */
    public static boolean isWellFormed(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) continue;
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (!pair) return false;
            i++;
        }
        return true;
    }

    private boolean isNext(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean skips(char c) {
        skipSpace();
        if (!isNext(c)) return false;
        at++;
        return true;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }
}
