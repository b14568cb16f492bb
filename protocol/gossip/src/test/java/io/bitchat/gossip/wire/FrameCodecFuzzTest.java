package io.bitchat.gossip.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class FrameCodecFuzzTest {
    /** Each frame has exactly one encoding, so frames are passed on as they were read. */
    @FuzzTest
    void writesWhatItReadAgain(byte[] bytes) {
        if (FrameCodec.decode(Packet.received(bytes)) instanceof Decoded.Complete(var frame)) {
            assertThat(FrameCodec.encode(frame).toBytes()).isEqualTo(bytes);
        }
    }
}
