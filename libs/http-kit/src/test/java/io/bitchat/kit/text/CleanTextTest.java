package io.bitchat.kit.text;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanTextTest {
    private static final ValidatorFactory VALIDATION = Validation.buildDefaultValidatorFactory();

    private final Validator validator = VALIDATION.getValidator();

    private record Form(
            @CleanText String name, @CleanText(lines = true) String text) {}

    @AfterAll
    static void close() {
        VALIDATION.close();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Alice", "J\u00fcrgen \u674e", "\uD83D\uDC4B", "\u200F\u05D0", "\uFFFD"})
    void textPasses(String text) {
        assertThat(passes("name", text)).isTrue();
        assertThat(passes("text", text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0007", "\u001b[2J", "\u007f", "\u0085", "\u009b31m"})
    void controlCharactersNeverPass(String text) {
        assertThat(passes("name", text)).isFalse();
        assertThat(passes("text", text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r\nb", "a\tb"})
    void linesPassWhereTheyAreAllowed(String text) {
        assertThat(passes("name", text)).isFalse();
        assertThat(passes("text", text)).isTrue();
    }

    /** Not test parameters, because JUnit would print them and no terminal could display them. */
    @Test
    void halfACharacterDoesNotPass() {
        assertThat(passes("name", "\uD83D")).isFalse();
        assertThat(passes("name", "a\uDC4Bb")).isFalse();
        assertThat(passes("text", "\uDC4B\uD83D")).isFalse();
    }

    private boolean passes(String property, String value) {
        return validator.validateValue(Form.class, property, value).isEmpty();
    }
}
