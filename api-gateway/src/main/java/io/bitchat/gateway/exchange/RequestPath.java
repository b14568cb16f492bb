package io.bitchat.gateway.exchange;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Normalises a request path into the form that is matched and forwarded, so that gateway and service cannot read the
 * same bytes differently: dot segments are resolved (also encoded ones), there are no empty segments and no trailing
 * slash, and every byte outside RFC 3986 is percent-encoded. {@code /rooms/…} is short for {@code /api/bitchat/rooms/…}.
 */
public final class RequestPath {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();
    /** What the rooms are also known by. */
    private static final String ROOMS = "/rooms/";

    private static final String API = "/api/bitchat";
    private static final String ILLEGAL = "\"<>[]^`{|}\\";

    private RequestPath() {}

    /** The normal form, or null for a path that no service may see: an encoded separator, NUL, or {@code ..;}. */
    public static @Nullable String normalise(String raw) {
        if (!raw.startsWith("/")) {
            return null;
        }
        String path = isPlain(raw) ? raw : resolve(raw);
        return path != null && path.startsWith(ROOMS) ? API + path : path;
    }

    /** Percent-encodes illegal characters of a query string and changes nothing else. */
    static String legalQuery(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            if (!isLegal(raw, i)) {
                return encode(raw);
            }
        }
        return raw;
    }

    private static boolean isPlain(String raw) {
        int last = raw.length() - 1;
        for (int i = 0; i <= last; i++) {
            char c = raw.charAt(i);
            boolean segmentStart = i > 0 && raw.charAt(i - 1) == '/';
            if (c == '%' || (segmentStart && (c == '/' || c == '.')) || !isLegal(raw, i)) {
                return false;
            }
        }
        return last == 0 || raw.charAt(last) != '/';
    }

    private static @Nullable String resolve(String raw) {
        Deque<String> kept = new ArrayDeque<>();
        for (String part : raw.split("/", -1)) {
            String segment = encode(part);
            if (hidesSeparator(segment)) {
                return null;
            }
            String plain = decodeDots(segment);
            if (plain.startsWith(".;") || plain.startsWith("..;")) {
                return null;
            }
            if (plain.equals("..")) {
                kept.pollLast();
            } else if (!plain.isEmpty() && !plain.equals(".")) {
                kept.addLast(plain);
            }
        }
        return "/" + String.join("/", kept);
    }

    private static boolean hidesSeparator(String segment) {
        if (segment.indexOf('%') < 0) {
            return false;
        }
        String lower = segment.toLowerCase(Locale.ROOT);
        return lower.contains("%2f") || lower.contains("%5c") || lower.contains("%00");
    }

    private static String decodeDots(String segment) {
        return segment.indexOf('%') < 0 ? segment : segment.replace("%2e", ".").replace("%2E", ".");
    }

    private static boolean isLegal(String text, int at) {
        char c = text.charAt(at);
        if (c == '%') {
            return at + 2 < text.length() && isHex(text.charAt(at + 1)) && isHex(text.charAt(at + 2));
        }
        return c > 0x20 && c < 0x7f && ILLEGAL.indexOf(c) < 0;
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** The request line was decoded as Latin-1, so a character above 0x7e is exactly one byte of the client's text. */
    private static String encode(String text) {
        var out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isLegal(text, i)) {
                out.append(c);
            } else {
                out.append('%').append(HEX[(c >> 4) & 0xf]).append(HEX[c & 0xf]);
            }
        }
        return out.toString();
    }
}
