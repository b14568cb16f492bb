package io.bitchat.lan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class BeaconCodecFuzzTest {
    /** Whatever is read can be written, within the bounds of a datagram, and means the same. */
    @FuzzTest
    void writesWhatItReadAgain(byte[] bytes) {
        if (BeaconCodec.decode(bytes) instanceof Decoded.Complete(var beacon)) {
            assertThat(BeaconCodec.decode(BeaconCodec.encode(beacon))).isEqualTo(new Decoded.Complete<>(beacon));
        }
    }
}
