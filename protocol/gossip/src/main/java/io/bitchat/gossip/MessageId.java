package io.bitchat.gossip;

/**
 * Id of a message, also for nodes that cannot read it: the first 16 bytes of the SHA-256 of its sealed bytes,
 * big-endian. It is not sent; whoever has the bytes computes it.
 */
public record MessageId(long high, long low) {
    /** The first 24 bits, with which announcements and pulls name a recent message. */
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
