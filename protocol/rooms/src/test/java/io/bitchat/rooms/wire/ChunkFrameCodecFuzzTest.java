package io.bitchat.rooms.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

class ChunkFrameCodecFuzzTest {
    /** Whatever is read is written as the same bytes. */
    @FuzzTest
    void writesWhatItReadAgain(byte[] bytes) {
        if (ChunkFrameCodec.decode(ByteBuffer.wrap(bytes)) instanceof Decoded.Complete<ChunkFrame>(var frame)) {
            assertThat(ChunkFrameCodec.encode(frame)).isEqualTo(bytes);
            frame.isIntact();
        }
    }
}
