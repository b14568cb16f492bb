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
 * Metadata of a file from the client: keys, and values in base64.
 *
 * @param header as it was sent, to be returned unchanged
 * @param values decoded values by key
 */
record UploadMetadata(String header, Map<String, byte[]> values) {
    private static final int MAX_LENGTH = 8_192;

    /** Parses the header; fails with 400 if it is malformed. */
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

    /** Value of the first of these keys that has one; fails with 400 if it is not UTF-8. */
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
