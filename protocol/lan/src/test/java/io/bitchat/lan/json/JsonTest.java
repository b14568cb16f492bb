package io.bitchat.lan.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void readsEveryKindOfValue() {
        assertThat(read(" {\"a\" : [1, -2.5e1, true, false, null, {}, []],\r\n\"b\":\"\\u00e9\\n\\/\"}\t"))
                .contains(new Json.Fields(new LinkedHashMap<>(Map.of(
                        "a",
                        new Json.Items(List.of(
                                new Json.Whole(1),
                                new Json.Fraction(-25),
                                new Json.Flag(true),
                                new Json.Flag(false),
                                new Json.Nothing(),
                                new Json.Fields(Map.of()),
                                new Json.Items(List.of()))),
                        "b",
                        new Json.Text("é\n/")))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "[1,]",
                "[1 2]",
                "01",
                "1.",
                ".5",
                "-",
                "+1",
                "1e",
                "tru",
                "\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"a\nb\"",
                "{} {}",
                "NaN",
                "'a'",
                "{\"a\":1,\"a\":2}",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "\"\\uff11\""
            })
    void refusesWhatIsNoJson(String text) {
        // the last one is a full-width digit, which is a valid text
        assertThat(read(text).isEmpty()).isEqualTo(!text.equals("\"\\uff11\""));
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        assertThat(JsonReader.read(ByteBuffer.wrap(new byte[] {'"', (byte) 0xc3, '"'})))
                .isEmpty();
        assertThat(JsonReader.read(ByteBuffer.wrap(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'})))
                .isEmpty();
    }

    @Test
    void boundsDepthAndNumberOfValues() {
        int depth = JsonReader.MAX_DEPTH;
        assertThat(read("[".repeat(depth) + "1" + "]".repeat(depth))).isPresent();
        assertThat(read("[".repeat(depth + 1) + "1" + "]".repeat(depth + 1))).isEmpty();
        assertThat(read("[".repeat(60_000))).isEmpty();
        assertThat(read("[1" + ",1".repeat(JsonReader.MAX_VALUES - 2) + "]")).isPresent();
        assertThat(read("[1" + ",1".repeat(JsonReader.MAX_VALUES - 1) + "]")).isEmpty();
    }

    @Test
    void aNumberThatIsTooLargeIsNoWholeNumber() {
        assertThat(read("999999999999999999")).contains(new Json.Whole(999_999_999_999_999_999L));
        assertThat(read("9999999999999999999")).contains(new Json.Fraction(1e19));
        assertThat(read("1".repeat(41))).isEmpty();
    }

    @Property
    void readsWhatItWrote(@ForAll String text, @ForAll long number, @ForAll boolean flag) {
        Assume.that(JsonReader.isWellFormed(text));
        var written = new JsonWriter()
                .field("text", text)
                .field("number", number % 1_000_000_000_000_000L)
                .field("flag", flag)
                .field("items", List.of(text, List.of(7L)))
                .end();

        assertThat(written).doesNotContain("\n");
        assertThat(read(written))
                .contains(new Json.Fields(Map.of(
                        "text",
                        new Json.Text(text),
                        "number",
                        new Json.Whole(number % 1_000_000_000_000_000L),
                        "flag",
                        new Json.Flag(flag),
                        "items",
                        new Json.Items(List.of(new Json.Text(text), new Json.Items(List.of(new Json.Whole(7))))))));
    }

    private static Optional<Json> read(String text) {
        return JsonReader.read(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
