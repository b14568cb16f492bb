package io.bitchat.crypto.noise;

/** One step of a message (Noise rev 34 §7.1). */
enum Token {
    E,
    S,
    EE,
    ES,
    SE,
    SS,
    PSK
}
