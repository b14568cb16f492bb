package io.bitchat.lan.json;

import java.util.List;
import java.util.Map;

/** A JSON value (RFC 8259). */
public sealed interface Json {
    record Text(String value) implements Json {}

    /** A number without fraction and exponent that fits into 64 bits. */
    record Whole(long value) implements Json {}

    /** Every other number. */
    record Fraction(double value) implements Json {}

    record Flag(boolean value) implements Json {}

    record Nothing() implements Json {}

    record Items(List<Json> values) implements Json {}

    /** An object; its names are unique and in the order of the text. */
    record Fields(Map<String, Json> values) implements Json {}
}
