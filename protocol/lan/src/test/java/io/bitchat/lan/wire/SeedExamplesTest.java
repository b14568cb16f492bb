package io.bitchat.lan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.lan.address.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples of the design that this protocol comes from, as they were published. */
class SeedExamplesTest {
    private static final Instant PUBLISHED = Instant.parse("2025-11-16T10:30:00Z");

    @Test
    void readsTheBeaconVerbatim() {
        var decoded = BeaconCodec.decode(example("beacon").getBytes(StandardCharsets.UTF_8));

        assertThat(decoded)
                .isEqualTo(new Decoded.Complete<>(Beacon.plain(
                        new PeerId("uuid"), Endpoint.parse("192.168.1.100:8080").orElseThrow(), PUBLISHED)));
    }

    /** The example names all types at once and has a comment; everything else is read as it stands. */
    @ParameterizedTest
    @EnumSource
    void readsTheMessageWithEachOfItsTypes(Line.Type type) {
        var text = example("message")
                .replace("chat|join|leave|ping|pong", type.name().toLowerCase(java.util.Locale.ROOT))
                .replace(" // room/channel (future)", "");

        assertThat(decode(text))
                .isEqualTo(new Decoded.Complete<>(new Line(
                        type,
                        new PeerId("peer_id"),
                        "message content",
                        PUBLISHED,
                        123,
                        Target.GENERAL,
                        Stamp.NONE,
                        Notes.NONE)));
    }

    /** The second example of a message has neither number nor target. */
    @Test
    void readsTheAdaptedMessageBelowItsComment() {
        var text = example("adapted");

        assertThat(decode(text.substring(text.indexOf('\n'))))
                .isEqualTo(new Decoded.Complete<>(new Line(
                        Line.Type.CHAT,
                        new PeerId("alice_uuid"),
                        "Hello everyone!",
                        PUBLISHED,
                        0,
                        Target.GENERAL,
                        Stamp.NONE,
                        Notes.NONE)));
    }

    @Test
    void writesAPlainBeaconWithTheSameFieldsOnly() {
        var beacon = Beacon.plain(
                new PeerId("uuid"), Endpoint.parse("192.168.1.100:8080").orElseThrow(), PUBLISHED);

        assertThat(new String(BeaconCodec.encode(beacon), StandardCharsets.UTF_8))
                .isEqualTo(example("beacon").replaceAll("\\s+", ""));
    }

    private static Decoded<Line> decode(String text) {
        return LineCodec.decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String example(String name) {
        try (var in = SeedExamplesTest.class.getResourceAsStream("seed-" + name + ".txt")) {
            if (in == null) throw new AssertionError("no example " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
