package io.bitchat.lan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private final LineSplitter splitter = new LineSplitter();
    private final List<Decoded<Line>> lines = new ArrayList<>();

    @Property(tries = 200)
    void findsTheSameLinesHoweverTheBytesAreCut(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int count) {
        var random = new Random(seed);
        var sent = new ArrayList<Decoded<Line>>();
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            var line = line("é".repeat(random.nextInt(2_000)));
            sent.add(new Decoded.Complete<>(line));
            bytes.writeBytes(LineCodec.encode(line));
        }
        var found = new ArrayList<Decoded<Line>>();
        var chunks = new LineSplitter();
        var all = bytes.toByteArray();
        for (int from = 0; from < all.length; ) {
            int to = Math.min(all.length, from + 1 + random.nextInt(3_000));
            chunks.take(Arrays.copyOfRange(all, from, to), found::add);
            from = to;
        }

        assertThat(found).isEqualTo(sent);
    }

    @Test
    void skipsALineThatIsTooLongAndReadsTheNext() {
        for (int i = 0; i < 10_240; i++) splitter.take(new byte[1_024], lines::add);
        splitter.take(new byte[] {'\n'}, lines::add);
        splitter.take(LineCodec.encode(line("after")), lines::add);

        assertThat(lines)
                .containsExactly(new Decoded.Refused<>(Refusal.TOO_LONG), new Decoded.Complete<>(line("after")));
    }

    @Test
    void readsALineOfTheGreatestLength() {
        var empty = LineCodec.encode(line(""));
        int most = LineCodec.MAX_BYTES - (empty.length - 1);

        splitter.take(LineCodec.encode(line("x".repeat(most))), lines::add);
        splitter.take(LineCodec.encode(line("x".repeat(most + 1))), lines::add);

        assertThat(lines.getFirst()).isInstanceOf(Decoded.Complete.class);
        assertThat(lines.getLast()).isEqualTo(new Decoded.Refused<>(Refusal.TOO_LONG));
    }

    @Test
    void leavesOutEmptyLinesAndCarriageReturns() {
        var line = new String(LineCodec.encode(line("hi")), StandardCharsets.UTF_8);

        splitter.take(("\n\r\n" + line.replace("\n", "\r\n") + "\n").getBytes(StandardCharsets.UTF_8), lines::add);

        assertThat(lines).containsExactly(new Decoded.Complete<>(line("hi")));
    }

    private static Line line(String content) {
        return new Line(
                Line.Type.CHAT, new PeerId("alice"), content, Instant.EPOCH, 1, Target.GENERAL, Stamp.NONE, Notes.NONE);
    }
}
