package io.bitchat.system.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** Generates test files of any length in little memory, and compares them by hash. */
public final class Content {
    public static final int MEBIBYTE = 1 << 20;

    private Content() {}

    /** Pseudorandom bytes, the same for the same seed. */
    public static byte[] of(int length, long seed) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Writes a file of pseudorandom bytes, the same for the same seed. */
    public static Path write(Path file, long length, long seed) throws IOException {
        var random = new Random(seed);
        var bytes = new byte[MEBIBYTE];
        try (var out = Files.newOutputStream(file)) {
            for (long left = length; left > 0; left -= bytes.length) {
                random.nextBytes(bytes);
                out.write(bytes, 0, (int) Math.min(left, bytes.length));
            }
        }
        return file;
    }

    /** A chunk of a file in memory. */
    static byte[] part(byte[] bytes, int index) {
        return Arrays.copyOfRange(bytes, index * MEBIBYTE, Math.min(bytes.length, (index + 1) * MEBIBYTE));
    }

    public static String sha256(Path file) throws IOException {
        return sha256(Files.newInputStream(file));
    }

    /** Reads the stream to its end and closes it. */
    public static String sha256(InputStream bytes) throws IOException {
        try (var in = new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
