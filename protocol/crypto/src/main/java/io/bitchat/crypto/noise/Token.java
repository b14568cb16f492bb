package io.bitchat.crypto.noise;

/** One token of a message pattern (Noise rev 34 §7.1). */
enum Token {
    E,
    S,
    EE,
    ES,
    SE,
    SS,
    PSK
}
