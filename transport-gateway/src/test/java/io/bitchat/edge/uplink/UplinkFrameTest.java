package io.bitchat.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.crypto.Bytes;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Priority;
import io.bitchat.transport.Wishes;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UplinkFrameTest {
    private static final MessageKey KEY = new MessageKey("alice", "m-1", "bob");

    static Message message(int bytes) {
        var payload = new byte[bytes];
        new SplittableRandom(bytes).nextBytes(payload);
        return new Message(
                KEY,
                "suite.message",
                Bytes.copyOf(payload),
                Instant.parse("2026-01-15T09:31:02.004Z"),
                Duration.ofMillis(3_599_123),
                Priority.HIGH,
                Wishes.NONE,
                true);
    }

    static Stream<UplinkFrame> frames() {
        return Stream.of(
                new UplinkFrame.Hello(1, "roof"),
                new UplinkFrame.Peers(List.of("bob", "carol"), List.of()),
                new UplinkFrame.Peers(List.of(), List.of("bob")),
                new UplinkFrame.Carries(7, message(0), null),
                new UplinkFrame.Carries(8, message(70_000), new MessageKey("alice", "m-0", "bob")),
                new UplinkFrame.Result(7, true, "mesh", ""),
                new UplinkFrame.Result(8, false, "", "receiver_unreachable"),
                new UplinkFrame.Sent(KEY));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void isReadAsItWasWritten(UplinkFrame frame) {
        assertThat(UplinkFrame.parse(frame.text())).isEqualTo(frame);
    }

    /** The bytes of docs/protocols/uplink.md. */
    @Test
    void hasTheDocumentedForm() {
        var small = new Message(
                KEY,
                "message",
                Bytes.copyOf(new byte[] {'h', 'i'}),
                Instant.ofEpochMilli(1_768_469_462_004L),
                Duration.ofHours(1),
                Priority.NORMAL,
                Wishes.NONE,
                false);

        assertThat(new UplinkFrame.Carries(7, small, new MessageKey("alice", "m-0", "bob")).text())
                .isEqualTo("{\"type\":\"message\",\"n\":7,\"sender\":\"alice\",\"id\":\"m-1\",\"receiver\":\"bob\","
                        + "\"after\":\"m-0\",\"message_type\":\"message\",\"created\":1768469462004,\"ttl_ms\":3600000,"
                        + "\"priority\":\"normal\",\"unverified\":false,\"payload\":\"aGk=\"}");
        assertThat(new UplinkFrame.Result(7, false, "mesh", "timed_out").text())
                .isEqualTo(
                        "{\"type\":\"result\",\"n\":7,\"taken\":false,\"transport\":\"mesh\",\"code\":\"timed_out\"}");
    }

    @Test
    void unknownFramesAndFieldsAreIgnored() {
        assertThat(UplinkFrame.parse("{\"type\":\"later\",\"x\":1}")).isEqualTo(new UplinkFrame.Unknown("later"));
        assertThat(UplinkFrame.parse("{\"type\":\"hello\",\"version\":1,\"id\":\"roof\",\"x\":[]}"))
                .isEqualTo(new UplinkFrame.Hello(1, "roof"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "{\"type\":\"hello\"}",
                "{\"type\":\"hello\",\"version\":1,\"id\":\"two words\"}",
                "{\"type\":\"peers\",\"near\":\"bob\"}",
                "{\"type\":\"sent\",\"sender\":\"a\",\"id\":\"b\"}",
                "{\"type\":\"result\",\"n\":1}",
                "{\"type\":\"result\",\"n\":\"one\",\"taken\":true}"
            })
    void refusesWhatIsNoFrame(String text) {
        assertThatThrownBy(() -> UplinkFrame.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesMorePeersThanAFrameMayName() {
        var many = IntStream.rangeClosed(0, UplinkFrame.MAX_PEERS)
                .mapToObj(i -> "p" + i)
                .toList();

        assertThatThrownBy(() -> UplinkFrame.parse(new UplinkFrame.Peers(many, List.of()).text()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Each field of a message missing, or of another type, is refused and never anything but an illegal argument. */
    @Test
    void refusesAMessageWithABrokenField() {
        var whole =
                new JsonObject(new UplinkFrame.Carries(8, message(3), new MessageKey("alice", "m-0", "bob")).text());
        for (var field : whole.fieldNames()) {
            if (field.equals("type")) continue;
            for (Object value : new Object[] {new JsonObject(), "\u0000", List.of()}) {
                var broken = whole.copy().put(field, value);
                assertThatThrownBy(() -> UplinkFrame.parse(broken.encode()))
                        .as("%s = %s", field, value)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void damagedTextIsAFrameOrAnIllegalArgument() {
        var random = new SplittableRandom(19);
        for (var frame : frames().toList()) {
            for (int i = 0; i < 500; i++) {
                var text = new StringBuilder(frame.text());
                for (int hits = random.nextInt(1, 4); hits > 0; hits--) {
                    text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(32, 127));
                }
                try {
                    assertThat(UplinkFrame.parse(text.toString())).isNotNull();
                } catch (IllegalArgumentException e) {
                    assertThat(e).hasMessageContaining("");
                }
            }
        }
    }
}
