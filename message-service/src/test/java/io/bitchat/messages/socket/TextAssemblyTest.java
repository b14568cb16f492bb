package io.bitchat.messages.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.messages.socket.TextAssembly.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextAssemblyTest {
    private final TextAssembly assembly = new TextAssembly();

    @Test
    void aMessageMayBeginWithAnEmptyFrame() {
        assertThat(begins("", false)).isInstanceOf(Step.More.class);
        assertThat(goesOn("{\"type\":\"ping\"}", true)).isEqualTo(new Step.Text("{\"type\":\"ping\"}"));
    }

    /** For any fragmentation, also within a character. */
    @Property
    void aMessageIsTheSameInAnyNumberOfFrames(
            @ForAll @StringLength(max = 100) String text,
            @ForAll @Size(max = 5) List<@IntRange(max = 400) Integer> cuts) {
        var whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        var bytes = whole.getBytes(StandardCharsets.UTF_8);
        var ends = new ArrayList<>(
                cuts.stream().map(cut -> cut % (bytes.length + 1)).sorted().toList());
        ends.add(bytes.length);
        Step step = null;
        int from = 0;
        for (int i = 0; i < ends.size(); i++) {
            var part = Arrays.copyOfRange(bytes, from, ends.get(i));
            boolean last = i == ends.size() - 1;
            step = i == 0 ? assembly.begins(true, part, last) : assembly.goesOn(part, last);
            from = ends.get(i);
        }
        assertThat(step).isEqualTo(new Step.Text(whole));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FF", "C0AF", "EDA080", "E282", "F4908080"})
    void textThatIsNotUtf8ClosesTheSocket(String hex) {
        var step = assembly.begins(true, HexFormat.of().parseHex(hex), true);
        assertThat(step).isInstanceOfSatisfying(Step.Violation.class, violation -> assertThat(violation.code())
                .isEqualTo(1007));
    }

    @Test
    void framesOutOfTurnCloseTheSocket() {
        assertThat(code(goesOn("x", true))).isEqualTo(1002);
        begins("x", false);
        assertThat(code(begins("y", true))).isEqualTo(1002);
    }

    @Test
    void ofALongMessageNothingIsKeptAndTheNextIsRead() {
        var part = "x".repeat(TextAssembly.MAX_BYTES);
        assertThat(begins(part, false)).isInstanceOf(Step.More.class);
        for (int i = 0; i < 1_000; i++) assertThat(goesOn(part, false)).isInstanceOf(Step.More.class);
        assertThat(goesOn("", true)).isInstanceOf(Step.TooLong.class);

        assertThat(begins("next", true)).isEqualTo(new Step.Text("next"));
    }

    private static int code(Step step) {
        return ((Step.Violation) step).code();
    }

    private Step begins(String text, boolean last) {
        return assembly.begins(true, text.getBytes(StandardCharsets.UTF_8), last);
    }

    private Step goesOn(String text, boolean last) {
        return assembly.goesOn(text.getBytes(StandardCharsets.UTF_8), last);
    }
}
