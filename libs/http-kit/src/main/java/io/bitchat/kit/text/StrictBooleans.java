package io.bitchat.kit.text;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Accepts only {@code true} and {@code false} for a boolean parameter; the framework reads any other text as false. */
@Provider
public class StrictBooleans implements ParamConverterProvider {
    @Override
    @SuppressWarnings("unchecked") // asked for Boolean alone
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> raw, Type generic, Annotation[] annotations) {
        return raw == Boolean.class || raw == boolean.class ? (ParamConverter<T>) new Words() : null;
    }

    private static final class Words implements ParamConverter<Boolean> {
        @Override
        public @Nullable Boolean fromString(@Nullable String text) {
            return switch (text) {
                case null -> null;
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("must be true or false");
            };
        }

        @Override
        public String toString(Boolean value) {
            return value.toString();
        }
    }
}
