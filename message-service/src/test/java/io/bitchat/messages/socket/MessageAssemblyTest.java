package io.bitchat.messages.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.messages.socket.MessageAssembly.Step;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.vertx.core.buffer.Buffer;
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

class MessageAssemblyTest {
    private boolean carriesChunks;
    private final MessageAssembly assembly = new MessageAssembly(() -> carriesChunks);

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
            step = i == 0
                    ? assembly.begins(true, Buffer.buffer(part), last)
                    : assembly.goesOn(Buffer.buffer(part), last);
            from = ends.get(i);
        }
        assertThat(step).isEqualTo(new Step.Text(whole));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FF", "C0AF", "EDA080", "E282", "F4908080"})
    void textThatIsNotUtf8ClosesTheSocket(String hex) {
        var step = assembly.begins(true, Buffer.buffer(HexFormat.of().parseHex(hex)), true);
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
        var part = "x".repeat(MessageAssembly.MAX_TEXT_BYTES);
        assertThat(begins(part, false)).isInstanceOf(Step.More.class);
        for (int i = 0; i < 1_000; i++) assertThat(goesOn(part, false)).isInstanceOf(Step.More.class);
        assertThat(goesOn("", true)).isInstanceOf(Step.TooLong.class);

        assertThat(begins("next", true)).isEqualTo(new Step.Text("next"));
    }

    @Test
    void aChunkInOneFrameIsTheSameBuffer() {
        carriesChunks = true;
        var chunk = Buffer.buffer(new byte[70_000]);

        assertThat(assembly.begins(false, chunk, true))
                .isInstanceOfSatisfying(Step.Binary.class, binary -> assertThat(binary.content())
                        .isSameAs(chunk));
    }

    @Test
    void aChunkMayComeInPartsAndHaveTheLongestLength() {
        carriesChunks = true;
        var half = Buffer.buffer(new byte[ChunkFrameCodec.MAX_BYTES / 2]);
        var rest = Buffer.buffer(new byte[ChunkFrameCodec.MAX_BYTES - half.length()]);

        assertThat(assembly.begins(false, half, false)).isInstanceOf(Step.More.class);
        assertThat(assembly.goesOn(rest, true)).isInstanceOfSatisfying(Step.Binary.class, binary -> assertThat(
                        binary.content().length())
                .isEqualTo(ChunkFrameCodec.MAX_BYTES));
    }

    @Test
    void aLongerOneIsTooLongAndTheNextIsRead() {
        carriesChunks = true;
        assembly.begins(false, Buffer.buffer(new byte[ChunkFrameCodec.MAX_BYTES]), false);

        assertThat(assembly.goesOn(Buffer.buffer("x"), true)).isEqualTo(new Step.TooLong(false));
        assertThat(begins("next", true)).isEqualTo(new Step.Text("next"));
    }

    @Test
    void aBinaryMessageThatNobodyExpectsIsNotKept() {
        var part = Buffer.buffer(new byte[100_000]);
        for (int i = 0; i < 100; i++)
            assertThat(i == 0 ? assembly.begins(false, part, false) : assembly.goesOn(part, false))
                    .isInstanceOf(Step.More.class);

        assertThat(assembly.goesOn(part, true)).isInstanceOf(Step.Unwanted.class);
    }

    @Test
    void textIsAsLongAsAChunkOnlyWhereChunksAreExpected() {
        var text = "x".repeat(100_000);
        assertThat(begins(text, true)).isEqualTo(new Step.TooLong(true));

        carriesChunks = true;
        assertThat(begins(text, true)).isEqualTo(new Step.Text(text));
    }

    private static int code(Step step) {
        return ((Step.Violation) step).code();
    }

    private Step begins(String text, boolean last) {
        return assembly.begins(true, Buffer.buffer(text), last);
    }

    private Step goesOn(String text, boolean last) {
        return assembly.goesOn(Buffer.buffer(text), last);
    }
}
