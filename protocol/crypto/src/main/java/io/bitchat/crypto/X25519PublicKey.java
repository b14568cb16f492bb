package io.bitchat.crypto;

import java.util.Optional;
import java.util.Set;

/**
 * X25519 public key: 32 bytes (RFC 7748 §5), the u coordinate in little-endian.
 *
 * <p>Points of low order are refused, since every agreement with them gives zeros (RFC 7748 §6.1). They have seven
 * encodings, not counting the unused top bit. Refusing them here means that agreement cannot fail.
 */
public record X25519PublicKey(Bytes bytes) {
    public static final int BYTES = 32;

    private static final Set<Bytes> LOW_ORDER = Set.of(
            Bytes.fromHex("00" + "00".repeat(31)),
            Bytes.fromHex("01" + "00".repeat(31)),
            Bytes.fromHex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
            Bytes.fromHex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
            Bytes.fromHex("ec" + "ff".repeat(30) + "7f"), // p - 1
            Bytes.fromHex("ed" + "ff".repeat(30) + "7f"), // p, a second encoding of 0
            Bytes.fromHex("ee" + "ff".repeat(30) + "7f")); // p + 1, a second encoding of 1

    /** @throws IllegalArgumentException if {@link #parse} would return empty */
    public X25519PublicKey {
        if (!acceptable(bytes)) throw new IllegalArgumentException("no key to agree with: " + bytes);
    }

    /** Parses an untrusted key; empty if it has another length or is of low order. */
    public static Optional<X25519PublicKey> parse(Bytes bytes) {
        return acceptable(bytes) ? Optional.of(new X25519PublicKey(bytes)) : Optional.empty();
    }

    private static boolean acceptable(Bytes bytes) {
        return bytes.size() == BYTES && !LOW_ORDER.contains(withoutTopBit(bytes));
    }

    private static Bytes withoutTopBit(Bytes bytes) {
        var masked = bytes.toArray();
        masked[BYTES - 1] &= 0x7f;
        return Bytes.owning(masked);
    }
}
