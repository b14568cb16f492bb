package io.bitchat.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FrameBoundariesTest {
    private static final int CLOSE = 0x8;

    /** @param payload number of bytes; they are zeros, each pair of which would be a whole frame */
    record Frame(boolean last, int opcode, boolean masked, int payload) {
        Buffer bytes() {
            var bytes = Buffer.buffer().appendByte((byte) ((last ? 0x80 : 0) | opcode));
            int mask = masked ? 0x80 : 0;
            if (payload < 126) {
                bytes.appendByte((byte) (mask | payload));
            } else if (payload < 1 << 16) {
                bytes.appendByte((byte) (mask | 126)).appendUnsignedShort(payload);
            } else {
                bytes.appendByte((byte) (mask | 127)).appendLong(payload);
            }
            return bytes.appendBytes(new byte[masked ? 4 : 0]).appendBytes(new byte[payload]);
        }
    }

    @Provide
    Arbitrary<Frame> frame() {
        var lengths = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 300),
                Arbitraries.of(0, 1, 125, 126, 127, 65_535, 65_536, 65_537),
                Arbitraries.integers().between(0, 100_000));
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of(0x0, 0x1, 0x2, 0x9, 0xa),
                        Arbitraries.of(true, false),
                        lengths)
                .as(Frame::new);
    }

    @Property(tries = 500)
    void findsEachEndOfAFrameWhereverTheBytesAreCut(
            @ForAll @Size(max = 8) List<@From("frame") Frame> frames,
            @ForAll @Size(max = 20) List<@IntRange(max = 400_000) Integer> cuts) {
        var stream = Buffer.buffer();
        var ends = new TreeSet<>(List.of(0));
        for (var frame : frames) ends.add(stream.appendBuffer(frame.bytes()).length());
        var pieces = new TreeSet<>(new TreeSet<>(cuts).headSet(stream.length()));
        pieces.add(stream.length());

        var followed = new FrameBoundaries();
        int from = 0;
        for (int to : pieces) {
            int found = followed.follow(stream.slice(from, to));

            Integer last = ends.floor(to);
            assertThat(found).isEqualTo(last > from ? last - from : -1);
            assertThat(followed.isBetweenFrames()).isEqualTo(ends.contains(to));
            from = to;
        }
        assertThat(followed.hasClosed()).isFalse();
    }

    @Property(tries = 300)
    void findsEveryEndOfAFrameByteByByte(
            @ForAll @Size(min = 1, max = 5) List<@From("frame") Frame> frames,
            @ForAll @IntRange(max = 125) int reason) {
        var followed = new FrameBoundaries();
        for (var frame : frames) followEach(followed, frame.bytes());
        assertThat(followed.hasClosed()).isFalse();

        followEach(followed, new Frame(true, CLOSE, true, reason).bytes());

        assertThat(followed.hasClosed()).isTrue();
    }

    private static void followEach(FrameBoundaries followed, Buffer frame) {
        for (int i = 0; i < frame.length(); i++) {
            assertThat(followed.hasClosed()).isFalse();
            boolean last = i == frame.length() - 1;
            assertThat(followed.follow(frame.slice(i, i + 1))).isEqualTo(last ? 1 : -1);
            assertThat(followed.isBetweenFrames()).isEqualTo(last);
        }
    }

    @Example
    void aLengthThatNoFrameMayHaveHasNoEnd() {
        for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 3}) {
            var followed = new FrameBoundaries();

            int found = followed.follow(Buffer.buffer()
                    .appendByte((byte) 0x82)
                    .appendByte((byte) 0xff)
                    .appendLong(length)
                    .appendBytes(new byte[1 << 16]));

            assertThat(found).isEqualTo(-1);
            assertThat(followed.isBetweenFrames()).isFalse();
        }
    }
}
