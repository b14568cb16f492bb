package io.bitchat.files.download;

import java.nio.charset.StandardCharsets;

/**
 * The {@code Content-Disposition} header of a download (RFC 6266): a plain {@code filename} that every client reads,
 * and the exact {@code filename*} (RFC 8187).
 */
final class ContentDisposition {
    private static final String UNCHANGED = "!#$&+-.^_`|~";

    private ContentDisposition() {}

    static String of(String kind, String filename) {
        var plain = plain(filename);
        var header = kind + "; filename=\"" + plain + "\"";
        return plain.equals(filename) ? header : header + "; filename*=UTF-8''" + percent(filename);
    }

    /**
     * Replaces quotes, backslashes, percent signs and everything but printable ASCII with an underscore: clients
     * disagree about escapes.
     */
    private static String plain(String filename) {
        var text = new StringBuilder();
        filename.codePoints()
                .forEach(point -> text.append(
                        point < ' ' || point > '~' || point == '"' || point == '\\' || point == '%'
                                ? '_'
                                : (char) point));
        return text.toString();
    }

    private static String percent(String filename) {
        var text = new StringBuilder();
        for (byte one : filename.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (one & 0xff);
            if (letter < 128 && (Character.isLetterOrDigit(letter) || UNCHANGED.indexOf(letter) >= 0))
                text.append(letter);
            else text.append("%%%02X".formatted(one & 0xff));
        }
        return text.toString();
    }
}
