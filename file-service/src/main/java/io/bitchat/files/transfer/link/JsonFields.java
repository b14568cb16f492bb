package io.bitchat.files.transfer.link;

import io.bitchat.kit.problem.Problem;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Fields of frames, which must have exactly the type that they are read as: nothing is rounded, cut or made text. */
final class JsonFields {
    private JsonFields() {}

    /** A field that must be there. */
    static <T> T required(String field, @Nullable T value) {
        if (value == null) throw Problem.invalid(field, "must not be null");
        return value;
    }

    /** A whole number; null if the field is missing or null. */
    static @Nullable Long number(JsonObject frame, String field) {
        var value = frame.getValue(field);
        if (value == null) return null;
        // too large a number, or one with a fraction, is not equal to what is left of it
        if (value instanceof Number number && number.doubleValue() == number.longValue()) {
            return number.longValue();
        }
        throw Problem.invalid(field, "must be a whole number");
    }

    /** A whole number; null if the field is missing or null. */
    static @Nullable Integer integer(JsonObject frame, String field) {
        var number = number(frame, field);
        if (number == null) return null;
        if (number == number.intValue()) return number.intValue();
        throw Problem.invalid(field, "is too large or too small");
    }

    /** A text; null if the field is missing or null. */
    static @Nullable String text(JsonObject frame, String field) {
        var value = frame.getValue(field);
        if (value == null || value instanceof String) return (String) value;
        throw Problem.invalid(field, "must be text");
    }

    /** True or false; null if the field is missing or null. */
    static @Nullable Boolean flag(JsonObject frame, String field) {
        var value = frame.getValue(field);
        if (value == null || value instanceof Boolean) return (Boolean) value;
        throw Problem.invalid(field, "must be true or false");
    }
}
