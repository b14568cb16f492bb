package io.bitchat.lan.wire;

/** Result of decoding a datagram or a line. */
public sealed interface Decoded<T> {
    record Complete<T>(T value) implements Decoded<T> {}

    record Refused<T>(Refusal reason) implements Decoded<T> {}
}
