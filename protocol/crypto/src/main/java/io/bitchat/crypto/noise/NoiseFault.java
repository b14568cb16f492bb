package io.bitchat.crypto.noise;

/** Reason why a message was refused. */
public enum NoiseFault {
    /** More than 65,535 bytes (Noise rev 34 §3). */
    TOO_LONG,
    /** Fewer bytes than the keys and tags it must hold. */
    TOO_SHORT,
    /** A key with which every agreement gives zeros (refusing it is allowed by Noise rev 34 §12.1). */
    LOW_ORDER_KEY,
    /** Damaged, forged, replayed, out of order, or made with other keys, PSKs or prologue. */
    NOT_AUTHENTIC,
    /** It is not the other side's turn, or the handshake is complete or has failed before. */
    OUT_OF_TURN,
    /** 2<sup>64</sup> - 1 messages were read (Noise rev 34 §5.1). */
    NONCES_EXHAUSTED
}
