package io.bitchat.gossip.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.gossip.Header;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.causal.HybridTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageCodecTest {
    private static final String GOLDEN =
            "01 0123456789abcdef ac02 0000018bcfe56800 01 fedcba9876543210 07 6869".replace(" ", "");
    private static final Header HEADER = new Header(
            new PeerId(0x0123456789abcdefL),
            300,
            new HybridTime(0x0000018bcfe56800L),
            List.of(new Dot(new PeerId(0xfedcba9876543210L), 7)));

    @Test
    void isWrittenAsSpecified() {
        assertThat(HexFormat.of().formatHex(MessageCodec.encode(HEADER, new byte[] {'h', 'i'})))
                .isEqualTo(GOLDEN);
    }

    @Test
    void isReadAsSpecified() {
        var bytes = HexFormat.of().parseHex(GOLDEN);

        assertThat(MessageCodec.parse(bytes)).contains(new MessageCodec.Parsed(HEADER, bytes.length - 2));
    }

    @Test
    void everyTruncatedHeaderIsRefused() {
        var bytes = HexFormat.of().parseHex(GOLDEN);

        for (int length = 0; length < bytes.length - 2; length++)
            assertThat(MessageCodec.parse(Arrays.copyOf(bytes, length))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "02 0000000000000001 01 0000000000000000 00", // another version
        "01 0000000000000001 00 0000000000000000 00", // sequence 0
        "01 0000000000000001 01 8000000000000000 00", // a negative time
        "01 0000000000000001 02 0000000000000000 01 0000000000000001 01", // its own writer as a cause
        "01 0000000000000001 01 0000000000000000 81 02", // 257 causes
        "01 0000000000000001 01 0000000000000000 80 02", // 256 causes, which are missing
        "01 0000000000000001 81 00 0000000000000000 00" // 1 in a longer form
    })
    void refusesWhatItWouldNotWrite(String hex) {
        assertThat(MessageCodec.parse(HexFormat.of().parseHex(hex.replace(" ", ""))))
                .isEmpty();
    }

    @Property(tries = 5_000)
    void randomBytesHaveAnAnswer(@ForAll long seed, @ForAll @IntRange(max = 600) int length) {
        var random = new Random(seed);
        var bytes = new byte[length];
        random.nextBytes(bytes);
        if (length > 0) bytes[0] = 1;
        if (length > 18) bytes[18] = (byte) random.nextInt(128);

        MessageCodec.parse(bytes).ifPresent(parsed -> assertThat(
                        MessageCodec.encode(parsed.header(), Arrays.copyOfRange(bytes, parsed.payload(), length)))
                .isEqualTo(bytes));
    }
}
