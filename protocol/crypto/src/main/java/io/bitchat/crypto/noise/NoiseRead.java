package io.bitchat.crypto.noise;

import io.bitchat.crypto.Bytes;

/** Result of reading a message of the other side. */
public sealed interface NoiseRead {
    /** The message is genuine. During a handshake, payload security depends on the pattern: Noise rev 34 §7.7. */
    record Payload(Bytes bytes) implements NoiseRead {}

    /** The message was refused; this ends a handshake, unless it was out of turn. */
    record Refused(NoiseFault fault) implements NoiseRead {}
}
