package io.bitchat.terminal;

import io.bitchat.chunks.FileKey;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A link with which a person shares a file: {@code file_…}, and for a sealed file a {@code #} followed by its key,
 * which no site ever sees.
 */
public record Link(String fileId, Optional<FileKey> key) {
    private static final Pattern FILE_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public static Link parse(String text) {
        int hash = text.indexOf('#');
        var fileId = hash < 0 ? text : text.substring(0, hash);
        if (!FILE_ID.matcher(fileId).matches())
            throw Failure.askedWrongly("'" + fileId + "' is not a file id; file ids begin with file_");
        return new Link(fileId, hash < 0 ? Optional.empty() : Optional.of(key(text.substring(hash + 1))));
    }

    private static FileKey key(String text) {
        try {
            return FileKey.ofBytes(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            throw Failure.askedWrongly("the key after the # must be complete: 43 letters, digits, - and _");
        }
    }

    static String encode(FileKey key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.toBytes());
    }

    @Override
    public String toString() {
        return fileId + key.map(known -> "#" + encode(known)).orElse("");
    }
}
