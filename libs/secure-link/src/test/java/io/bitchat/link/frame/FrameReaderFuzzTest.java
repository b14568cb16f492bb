package io.bitchat.link.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

class FrameReaderFuzzTest {
    private static final int MAX_FRAME_BYTES = 200;

    /** The frames do not depend on how the stream is split, and none is longer than allowed. */
    @FuzzTest
    void readsTheSameFramesFromWhateverPieces(byte[] bytes) {
        if (bytes.length == 0) return;
        int size = (bytes[0] & 0x1f) + 1;
        var whole = new ArrayList<ByteBuffer>();
        var cut = new ArrayList<ByteBuffer>();

        boolean good = new FrameReader(MAX_FRAME_BYTES).read(ByteBuffer.wrap(bytes), whole);
        boolean goodInPieces = readInPieces(bytes, size, cut);

        assertThat(goodInPieces).isEqualTo(good);
        assertThat(cut).isEqualTo(whole).allMatch(frame -> frame.remaining() <= MAX_FRAME_BYTES);
        int announced = whole.stream()
                .mapToInt(frame -> frame.remaining() + FrameReader.HEADER_BYTES)
                .sum();
        assertThat(announced).isLessThanOrEqualTo(bytes.length);
    }

    private static boolean readInPieces(byte[] bytes, int size, List<ByteBuffer> frames) {
        var reader = new FrameReader(MAX_FRAME_BYTES);
        for (int at = 0; at < bytes.length; at += size) {
            int length = Math.min(size, bytes.length - at);
            if (!reader.read(ByteBuffer.wrap(bytes, at, length), frames)) return false;
        }
        return true;
    }
}
