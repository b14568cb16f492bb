package io.bitchat.files.tus;

import io.bitchat.kit.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of a file: keys, and values in base64.
 *
 * @param header as it was sent, to be shown again
 * @param values decoded
 */
record UploadMetadata(String header, Map<String, byte[]> values) {
    private static final int MAX_LENGTH = 8_192;

    /** Reads the header; 400 where it is not of the form. */
    static UploadMetadata parse(@Nullable String header) {
        var text = header == null ? "" : header.strip();
        if (text.length() > MAX_LENGTH) throw bad("is longer than " + MAX_LENGTH + " characters");
        var values = new HashMap<String, byte[]>();
        if (text.isEmpty()) return new UploadMetadata("", values);
        for (var pair : text.split(",", -1)) {
            var words = pair.strip().split(" +", -1);
            if (words.length > 2 || !words[0].matches("[!-~]+")) {
                throw bad("must be pairs of a key and a value in base64, with commas between them");
            }
            if (values.put(words[0], decode(words)) != null) throw bad("has '" + words[0] + "' twice");
        }
        return new UploadMetadata(text, values);
    }

    private static byte[] decode(String[] words) {
        try {
            return Base64.getDecoder().decode(words.length == 2 ? words[1] : "");
        } catch (IllegalArgumentException _) {
            throw bad("has a value for '" + words[0] + "' that is not base64");
        }
    }

    /** The first of these keys that has a value; 400 where that is no text. */
    Optional<String> text(String... keys) {
        for (var key : keys) {
            var value = values.get(key);
            if (value != null && value.length > 0) return Optional.of(text(key, value));
        }
        return Optional.empty();
    }

    private static String text(String key, byte[] value) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException _) {
            throw bad("has a value for '" + key + "' that is not UTF-8");
        }
    }

    static Problem bad(String detail) {
        return Problem.of(400, "invalid_metadata", TusHeaders.METADATA + " " + detail);
    }
}
