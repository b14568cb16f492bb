package io.bitchat.files.tus;

import io.bitchat.crypto.Bytes;
import io.bitchat.kit.problem.Problem;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the hash of one request's bytes must be.
 *
 * @param algorithm as the JDK names it
 */
record Checksum(String algorithm, Bytes expected) {
    /** Bytes of a request that has one: they wait in memory until all are there. */
    static final int MAX_BYTES = 16 << 20;

    /** Names of the protocol, and of the JDK. */
    private static final Map<String, String> ALGORITHMS =
            new TreeMap<>(Map.of("sha1", "SHA-1", "sha256", "SHA-256", "md5", "MD5"));

    private static final int MISMATCH = 460;

    /** What a client may choose from. */
    static String algorithms() {
        return String.join(",", ALGORITHMS.keySet());
    }

    /** Reads the header; 400 for another algorithm or what is no base64. */
    static Optional<Checksum> parse(@Nullable String header) {
        if (header == null) return Optional.empty();
        var words = header.strip().split(" +", -1);
        var algorithm = ALGORITHMS.get(words[0]);
        if (algorithm == null || words.length != 2) {
            throw Problem.malformed(
                    TusHeaders.CHECKSUM + " must be one of " + algorithms() + ", and the hash in base64");
        }
        try {
            return Optional.of(
                    new Checksum(algorithm, Bytes.copyOf(Base64.getDecoder().decode(words[1]))));
        } catch (IllegalArgumentException _) {
            throw Problem.malformed(TusHeaders.CHECKSUM + " has a hash that is not base64");
        }
    }

    /** 460 where these bytes have another one. */
    void verify(byte[] bytes) {
        var actual = digest(bytes);
        if (MessageDigest.isEqual(actual, expected.toArray())) return;
        throw Problem.of(
                MISMATCH,
                "checksum_mismatch",
                "the " + algorithm + " of what arrived is "
                        + Base64.getEncoder().encodeToString(actual) + "; nothing of it was kept, send it again");
    }

    private byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
