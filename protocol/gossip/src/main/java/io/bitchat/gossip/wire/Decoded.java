package io.bitchat.gossip.wire;

/** Result of decoding a frame. */
public sealed interface Decoded {
    /** The frame is valid. */
    record Complete(Frame frame) implements Decoded {}

    /** The frame is invalid and must not be used. */
    record Malformed(Fault fault) implements Decoded {}

    /** Reason why a frame is invalid. */
    enum Fault {
        /** Another version of the format. */
        UNKNOWN_VERSION,
        /** A kind that this version does not know. */
        UNKNOWN_KIND,
        /** The frame ends too early. */
        TRUNCATED,
        /** Bytes are left over. */
        TRAILING_BYTES,
        /** A count or length is over its limit. */
        TOO_LONG,
        /** A value is outside its range. */
        OUT_OF_RANGE
    }
}
