package io.bitchat.gossip;

/**
 * Names a message among those who may not read it: the first 16 bytes of the SHA-256 of its sealed bytes, big endian.
 * Nothing of it is on the wire; whoever has the bytes has the id.
 */
public record MessageId(long high, long low) {
    /** The first 24 bits, by which announcements name a message among recent ones. */
    public int brief() {
        return (int) (high >>> 40);
    }

    @Override
    public int hashCode() {
        return (int) high;
    }

    /** Thirty-two hexadecimal digits. */
    @Override
    public String toString() {
        return "%016x%016x".formatted(high, low);
    }
}
