package io.bitchat.lan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

class LineCodecFuzzTest {
    /** Whatever is read can be written and means the same. */
    @FuzzTest
    void writesWhatItReadAgain(byte[] bytes) {
        if (LineCodec.decode(ByteBuffer.wrap(bytes)) instanceof Decoded.Complete(var line)) {
            var written = LineCodec.encode(line);
            assertThat(LineCodec.decode(ByteBuffer.wrap(written, 0, written.length - 1)))
                    .isEqualTo(new Decoded.Complete<>(line));
        }
    }
}
