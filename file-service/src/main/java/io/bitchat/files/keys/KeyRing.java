package io.bitchat.files.keys;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.FileKey;
import io.bitchat.files.FilesConfig;
import io.bitchat.kit.keys.SecretFile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Wraps file keys with a key-encryption key: AES-256-GCM, bound to the file by the associated data.
 *
 * <pre>
 * bytes 0-11   nonce, random
 * bytes 12-43  the file's key, encrypted
 * bytes 44-59  tag
 * </pre>
 *
 * <p>The key file has one base64 key of 32 bytes on each line. The first wraps. The others only unwrap what they
 * wrapped before, until {@link KeyRotation} has wrapped it anew. A key's name is the first 16 hexadecimal digits of its
 * SHA-256.
 */
@ApplicationScoped
public class KeyRing {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String PURPOSE = "bitchat-file-key:";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int NAME_DIGITS = 16;

    private final Map<String, SecretKey> keys;
    private final String current;
    private final SecureRandom random = new SecureRandom();

    @Inject
    KeyRing(FilesConfig config) {
        this(
                new SecretFile(config.keyFile()).readOrCreate(KeyRing::fresh),
                config.keyFile().toString());
    }

    KeyRing(String text, String source) {
        keys = parse(text, source);
        current = keys.keySet().iterator().next();
    }

    /**
     * A file's wrapped key as stored in the database.
     *
     * @param bytes 60 bytes, see {@link KeyRing}
     * @param by name of the key that wraps it
     */
    public record Wrapped(byte[] bytes, String by) {}

    /** Name of the key that wraps new file keys. */
    public String current() {
        return current;
    }

    /** Generates a key for a new file. */
    public FileKey newKey() {
        return FileKey.generate(random);
    }

    /** Wraps the key of a file. */
    public Wrapped wrap(String fileId, FileKey key) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var sealed = run(Cipher.ENCRYPT_MODE, current, fileId, nonce, key.toBytes());
        return new Wrapped(
                ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                        .put(nonce)
                        .put(sealed)
                        .array(),
                current);
    }

    /**
     * Unwraps the key of a file.
     *
     * @throws IllegalStateException if the wrapping key is not in the key file, or if the bytes were altered
     */
    public FileKey unwrap(String fileId, Wrapped wrapped) {
        if (!keys.containsKey(wrapped.by())) {
            throw new IllegalStateException("the key of " + fileId + " was wrapped with " + wrapped.by()
                    + ", which is not in the key file; add its line again");
        }
        var bytes = wrapped.bytes();
        return FileKey.ofBytes(run(
                Cipher.DECRYPT_MODE,
                wrapped.by(),
                fileId,
                Arrays.copyOf(bytes, NONCE_BYTES),
                Arrays.copyOfRange(bytes, NONCE_BYTES, bytes.length)));
    }

    private byte[] run(int mode, String name, String fileId, byte[] nonce, byte[] input) {
        try {
            var cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, keys.get(name), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD((PURPOSE + fileId).getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of " + fileId + " cannot be wrapped or unwrapped", e);
        }
    }

    private static Map<String, SecretKey> parse(String text, String source) {
        var keys = new LinkedHashMap<String, SecretKey>();
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            var bytes = decode(line, source);
            keys.put(ChunkHash.of(bytes).toString().substring(0, NAME_DIGITS), new SecretKeySpec(bytes, "AES"));
        });
        if (keys.isEmpty()) throw new IllegalStateException(source + " holds no key");
        return keys;
    }

    private static byte[] decode(String line, String source) {
        try {
            var bytes = Base64.getDecoder().decode(line);
            if (bytes.length == FileKey.BYTES) return bytes;
        } catch (IllegalArgumentException _) {
            // reported below
        }
        throw new IllegalStateException(source + " must hold " + FileKey.BYTES + " bytes in base64 on each line");
    }

    private static String fresh() {
        var bytes = new byte[FileKey.BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
