package io.bitchat.gossip;

/**
 * Id of a node or writer: the first 8 bytes of the SHA-256 of its public key, big-endian. Compared as an unsigned
 * number.
 */
public record PeerId(long value) implements Comparable<PeerId> {
    /** Size on the wire, in bytes. */
    public static final int BYTES = 8;

    @Override
    public int compareTo(PeerId other) {
        return Long.compareUnsigned(value, other.value);
    }

    /** Sixteen hexadecimal digits. */
    @Override
    public String toString() {
        return "%016x".formatted(value);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(value * 0x9E3779B97F4A7C15L);
    }
}
