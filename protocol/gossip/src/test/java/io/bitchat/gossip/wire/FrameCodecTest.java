package io.bitchat.gossip.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.gossip.wire.Decoded.Fault;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCodecTest {
    private static final int LAST_KIND = Frames.KINDS - 1;

    @Property(tries = 2_000)
    void readsWhatItWrote(@ForAll long seed, @ForAll @IntRange(max = LAST_KIND) int kind) {
        var frame = new Frames(seed).of(kind);

        var bytes = FrameCodec.encode(frame).toBytes();

        assertThat(decode(bytes)).isEqualTo(new Decoded.Complete(frame));
    }

    @Property(tries = 2_000)
    void aFrameHasOneFormOnly(@ForAll long seed, @ForAll @IntRange(max = LAST_KIND) int kind, @ForAll int at) {
        var bytes = FrameCodec.encode(new Frames(seed).of(kind)).toBytes();
        bytes[Math.floorMod(at, bytes.length)] ^= (byte) (1 << (at & 7));

        if (decode(bytes) instanceof Decoded.Complete(var frame))
            assertThat(FrameCodec.encode(frame).toBytes()).isEqualTo(bytes);
    }

    @Property(tries = 200)
    void everyTruncationHasAnAnswer(@ForAll long seed, @ForAll @IntRange(max = LAST_KIND) int kind) {
        var bytes = FrameCodec.encode(new Frames(seed).of(kind)).toBytes();

        for (int length = 0; length < bytes.length; length++) {
            var cut = decode(Arrays.copyOf(bytes, length));
            boolean endsWell = kind < 2 ? length > 2 : kind < 4 && length % 3 == 1;
            if (!endsWell) assertThat(cut).isEqualTo(new Decoded.Malformed(Fault.TRUNCATED));
        }
    }

    @Property(tries = 100)
    void everyChangedByteHasAnAnswer(@ForAll long seed, @ForAll @IntRange(max = LAST_KIND) int kind) {
        var bytes = FrameCodec.encode(new Frames(seed).of(kind)).toBytes();

        for (int at = 0; at < bytes.length; at++) {
            for (int change : new int[] {0x01, 0x80, 0xff}) {
                var changed = bytes.clone();
                changed[at] ^= (byte) change;
                assertThat(decode(changed)).isNotNull();
            }
        }
    }

    @Property(tries = 5_000)
    void randomBytesHaveAnAnswer(@ForAll long seed, @ForAll @IntRange(max = 4_096) int length) {
        var random = new Random(seed);
        var bytes = new byte[length];
        random.nextBytes(bytes);
        if (length > 0 && random.nextBoolean()) bytes[0] = (byte) (0x20 | random.nextInt(Frames.KINDS));

        assertThat(decode(bytes)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2c 81 02, TOO_LONG", // 257 contacts in a shuffle reply
        "2c 21, TOO_LONG", // 33
        "2c 20, TRUNCATED", // 32, which are missing
        "2f 00 0000000000000000 81 02, TOO_LONG", // 257 entries in a digest
        "2f 00 0000000000000000 ff ff ff ff ff ff ff ff 7f, TOO_LONG",
        "2f 00 0000000000000000 80 02, TRUNCATED",
        "31 00 00 0000000000000000 81 02, TOO_LONG",
        "32 41, TOO_LONG", // 65 ranges
        "32 40, TRUNCATED",
        "26 0000000000000001 41, TOO_LONG", // an address of 65 bytes
        "26 0000000000000001 40, TRUNCATED"
    })
    void countsAreCheckedBeforeAnythingIsRead(String hex, Fault fault) {
        assertThat(decode(bytes(hex))).isEqualTo(new Decoded.Malformed(fault));
    }

    @Test
    void anAnnouncementHasAtMost256Ids() {
        assertThat(decode(Arrays.copyOf(bytes("22"), 1 + 3 * 256))).isInstanceOf(Decoded.Complete.class);
        assertThat(decode(Arrays.copyOf(bytes("22"), 1 + 3 * 257))).isEqualTo(new Decoded.Malformed(Fault.TOO_LONG));
    }

    @Test
    void anEnvelopeHasAtMost192KiB() {
        int most = 2 + FrameCodec.MAX_ENVELOPE_BYTES;

        assertThat(decode(Arrays.copyOf(bytes("20 01"), most))).isInstanceOf(Decoded.Complete.class);
        assertThat(decode(Arrays.copyOf(bytes("20 01"), most + 1))).isEqualTo(new Decoded.Malformed(Fault.TOO_LONG));
    }

    @ParameterizedTest
    @ValueSource(strings = {"04", "44", "e4", "00 01 61", "ff"})
    void refusesOtherVersions(String hex) {
        assertThat(decode(bytes(hex))).isEqualTo(new Decoded.Malformed(Fault.UNKNOWN_VERSION));
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 22, 30, 31})
    void refusesKindsItDoesNotKnow(int kind) {
        assertThat(decode(new byte[] {(byte) (0x20 | kind)})).isEqualTo(new Decoded.Malformed(Fault.UNKNOWN_KIND));
    }

    @Property(tries = 300)
    void refusesTrailingBytes(@ForAll long seed, @ForAll @IntRange(min = 4, max = LAST_KIND) int kind) {
        var bytes = FrameCodec.encode(new Frames(seed).of(kind)).toBytes();

        var longer = decode(Arrays.copyOf(bytes, bytes.length + 1));

        assertThat(longer).isEqualTo(new Decoded.Malformed(Fault.TRAILING_BYTES));
    }

    @ParameterizedTest
    @CsvSource({
        "29 02", // a flag is 0 or 1
        "2f 00 0000000000000000 01 0000000000000001 00", // entries begin with 1
        "2f 00 0000000000000000 01 0000000000000001 81 00", // 1 in two bytes
        "32 01 0000000000000001 01 ff ff ff ff ff ff ff ff 7f", // a range beyond 2^63 - 1
        "31 00 11 0000000000000000 00", // 17 digits
        "31 00 01 0000000000000010 00", // two digits where one is declared
        "26 0000000000000001 01 20", // a space in an address
        "26 0000000000000001 01 80"
    })
    void refusesValuesOutsideTheirRange(String hex) {
        assertThat(decode(bytes(hex))).isEqualTo(new Decoded.Malformed(Fault.OUT_OF_RANGE));
    }

    @Test
    void aWholeIdCannotBeSplit() {
        var bytes = Arrays.copyOf(bytes("30 10 0123456789abcdef"), 10 + 16 * 8);

        assertThat(decode(bytes)).isEqualTo(new Decoded.Malformed(Fault.OUT_OF_RANGE));
    }

    private static Decoded decode(byte[] bytes) {
        return FrameCodec.decode(Packet.received(bytes));
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
