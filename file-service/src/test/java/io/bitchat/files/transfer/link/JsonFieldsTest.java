package io.bitchat.files.transfer.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.kit.problem.Problem;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {
    private static JsonObject frame(String value) {
        return new JsonObject("{\"field\": " + value + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "5", "5.0", "9223372036854775807", "-9223372036854775808"})
    void aWholeNumberIsWhatItSays(String value) {
        assertThat(JsonFields.number(frame(value), "field")).isEqualTo((long) Double.parseDouble(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5",
                "18446744073709551621",
                "9223372036854775808",
                "1e300",
                "-1e19",
                "\"5\"",
                "true",
                "{}",
                "[1]"
            })
    void nothingElseIsANumber(String value) {
        assertThatThrownBy(() -> JsonFields.number(frame(value), "field")).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4295032832", "-2147483649"})
    void whatIsTooLargeIsNotCut(String value) {
        assertThatThrownBy(() -> JsonFields.integer(frame(value), "field")).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "{\"a\": 1}", "[]", "true"})
    void nothingIsMadeText(String value) {
        assertThatThrownBy(() -> JsonFields.text(frame(value), "field")).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"true\"", "{}"})
    void nothingIsMadeTrue(String value) {
        assertThatThrownBy(() -> JsonFields.flag(frame(value), "field")).isInstanceOf(Problem.class);
    }

    @Test
    void aMissingFieldIsNull() {
        assertThat(JsonFields.number(new JsonObject(), "field")).isNull();
        assertThat(JsonFields.integer(frame("null"), "field")).isNull();
        assertThat(JsonFields.text(frame("null"), "field")).isNull();
        assertThat(JsonFields.flag(new JsonObject(), "field")).isNull();
        assertThatThrownBy(() -> JsonFields.required("field", null))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.detail()).contains("field"));
    }
}
