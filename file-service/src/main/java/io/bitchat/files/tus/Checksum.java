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
 * Expected checksum of the body of one request.
 *
 * @param algorithm JDK name of the hash algorithm
 */
public record Checksum(String algorithm, Bytes expected) {
    /** Maximum body of a request with a checksum, in bytes: the body waits in memory until it is complete. */
    public static final int MAX_BYTES = 16 << 20;

    /** Names in the protocol, and in the JDK. */
    private static final Map<String, String> ALGORITHMS =
            new TreeMap<>(Map.of("sha1", "SHA-1", "sha256", "SHA-256", "md5", "MD5"));

    private static final int MISMATCH = 460;

    /** The algorithms that a client may choose from. */
    static String algorithms() {
        return String.join(",", ALGORITHMS.keySet());
    }

    /** Parses the header; fails with 400 for an unknown algorithm or invalid base64. */
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

    /** Fails with 460 if the bytes have another checksum. */
    public void verify(byte[] bytes) {
        var actual = digest(bytes);
        if (MessageDigest.isEqual(actual, expected.toArray())) return;
        throw Problem.of(
                MISMATCH,
                "checksum_mismatch",
                "the " + algorithm + " of the received bytes is "
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
