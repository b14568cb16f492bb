package io.bitchat.crypto.noise;

import io.bitchat.crypto.Bytes;

/** What a message from the other side turned out to be. */
public sealed interface NoiseRead {
    /** Genuine. During a handshake its payload may be less protected than it looks: Noise rev 34 §7.7. */
    record Payload(Bytes bytes) implements NoiseRead {}

    /** Refused; a handshake that refuses is over. */
    record Refused(NoiseFault fault) implements NoiseRead {}
}
