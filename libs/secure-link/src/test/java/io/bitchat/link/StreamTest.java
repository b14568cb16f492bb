package io.bitchat.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Bytes;
import io.bitchat.link.frame.FrameReader;
import io.bitchat.link.frame.MessageSplitter;
import io.bitchat.link.frame.MessageSplitter.Found;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Streams arrive in pieces of any size; the result does not depend on the pieces. */
class StreamTest {
    @Property(tries = 200)
    void messagesAreFoundHoweverTheyArrive(
            @ForAll @Size(max = 20) List<@Size(max = 300) byte[]> messages, @ForAll long seed) {
        var stream = Buffer.buffer();
        messages.forEach(message -> stream.appendUnsignedShort(message.length).appendBytes(message));
        var splitter = new MessageSplitter();
        var found = new ArrayList<Bytes>();

        for (var piece : pieces(stream.getBytes(), seed)) {
            splitter.append(Buffer.buffer(piece));
            while (splitter.next(0, 300) instanceof Found.Message(var bytes)) found.add(Bytes.copyOf(bytes));
        }

        assertThat(found).isEqualTo(messages.stream().map(Bytes::copyOf).toList());
    }

    @Property(tries = 100)
    void aLengthOutOfRangeIsFoundBeforeTheMessage(@ForAll @IntRange(max = 65_535) int length) {
        var splitter = new MessageSplitter();
        splitter.append(Buffer.buffer().appendUnsignedShort(length));

        var found = splitter.next(16, 96);

        assertThat(found instanceof Found.BadLength).isEqualTo(length < 16 || length > 96);
    }

    @Property(tries = 200)
    void framesAreFoundHoweverTheyAreCut(
            @ForAll @Size(max = 20) List<@Size(max = 300) byte[]> frames, @ForAll long seed) {
        var stream = Buffer.buffer();
        frames.forEach(frame -> stream.appendMedium(frame.length).appendBytes(frame));
        var reader = new FrameReader(300);
        var found = new ArrayList<ByteBuffer>();

        for (var piece : pieces(stream.getBytes(), seed))
            assertThat(reader.read(ByteBuffer.wrap(piece), found)).isTrue();

        assertThat(found.stream().map(Bytes::copyOf).toList())
                .isEqualTo(frames.stream().map(Bytes::copyOf).toList());
    }

    @Property(tries = 100)
    void aFrameOverTheLimitIsRefusedAtItsHeader(@ForAll @IntRange(max = 0xffffff) int length) {
        var header = ByteBuffer.wrap(Buffer.buffer().appendMedium(length).getBytes());

        assertThat(new FrameReader(1000).read(header, new ArrayList<>())).isEqualTo(length <= 1000);
    }

    private static List<byte[]> pieces(byte[] stream, long seed) {
        var random = new Random(seed);
        var pieces = new ArrayList<byte[]>();
        for (int at = 0; at < stream.length; ) {
            int end = Math.min(stream.length, at + 1 + random.nextInt(random.nextBoolean() ? 3 : 500));
            pieces.add(Arrays.copyOfRange(stream, at, end));
            at = end;
        }
        return pieces;
    }
}
