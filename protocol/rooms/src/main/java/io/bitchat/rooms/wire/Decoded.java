package io.bitchat.rooms.wire;

/** Result of decoding a binary message. */
public sealed interface Decoded<T> {
    record Complete<T>(T value) implements Decoded<T> {}

    record Malformed<T>(Fault fault) implements Decoded<T> {}
}
