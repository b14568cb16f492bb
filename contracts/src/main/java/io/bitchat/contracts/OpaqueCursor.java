package io.bitchat.contracts;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * Text form of a place in a list, which clients keep and send back: unpadded base64url (RFC 4648, section 5) of a UTF-8
 * text. Each place has exactly one text.
 */
public final class OpaqueCursor {
    private OpaqueCursor() {}

    /** The opaque text of a place. */
    public static String encode(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param maxLength longest text that is decoded, in characters
     * @param place reads the decoded text; empty or an {@link IllegalArgumentException} if it names no place
     * @return empty for any text that was not written by {@code encode}
     */
    public static <P> Optional<P> decode(String text, int maxLength, Function<String, Optional<P>> place) {
        if (text.length() > maxLength) return Optional.empty();
        try {
            var decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            // the decoder also accepts padding and stray trailing bits, but only the canonical text is a cursor
            return encode(decoded).equals(text) ? place.apply(decoded) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
