package io.bitchat.gossip.wire;

/** What became of reading a frame. */
public sealed interface Decoded {
    /** It follows the format. */
    record Complete(Frame frame) implements Decoded {}

    /** It does not; nothing of it is to be used. */
    record Malformed(Fault fault) implements Decoded {}

    /** What is wrong with a frame. */
    enum Fault {
        /** Another version of the format. */
        UNKNOWN_VERSION,
        /** A kind that this version does not have. */
        UNKNOWN_KIND,
        /** It ends too early. */
        TRUNCATED,
        /** Bytes are left over. */
        TRAILING_BYTES,
        /** A count or length is over its limit. */
        TOO_LONG,
        /** A value is outside its range. */
        OUT_OF_RANGE
    }
}
