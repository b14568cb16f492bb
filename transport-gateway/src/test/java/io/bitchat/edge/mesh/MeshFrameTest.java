package io.bitchat.edge.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.LineCodec;
import io.bitchat.lan.wire.Notes;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Stamp;
import io.bitchat.lan.wire.Target;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Priority;
import io.bitchat.transport.Wishes;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeshFrameTest {
    private static final Instant CREATED = Instant.ofEpochMilli(1_767_268_800_000L);
    private static final MessageKey KEY = new MessageKey("alice", "m2", "bob");
    private static final MessageKey BEFORE = new MessageKey("alice", "m1", "bob");
    private static final Message MESSAGE = new Message(
            KEY,
            "text",
            Bytes.copyOf(new byte[] {'h', 'i'}),
            CREATED,
            Duration.ofSeconds(60),
            Priority.HIGH,
            Wishes.NONE,
            false);

    @Test
    void framesAreTheseBytes() {
        assertThat(MeshFrame.of(MESSAGE, null))
                .isEqualTo("bitchat/1 message m2 bob - text 1767268800000 60000 high aGk");
        assertThat(MeshFrame.of(MESSAGE, BEFORE))
                .isEqualTo("bitchat/1 message m2 bob m1 text 1767268800000 60000 high aGk");
        assertThat(MeshFrame.answer(KEY, true)).isEqualTo("bitchat/1 ack m2 bob");
        assertThat(MeshFrame.answer(KEY, false)).isEqualTo("bitchat/1 refused m2 bob");
        assertThat(MeshFrame.forward(MESSAGE, null))
                .isEqualTo("bitchat/1 forward alice m2 bob - text 1767268800000 60000 high aGk");
        assertThat(MeshFrame.forward(MESSAGE, BEFORE))
                .isEqualTo("bitchat/1 forward alice m2 bob m1 text 1767268800000 60000 high aGk");
        assertThat(MeshFrame.forwardAnswer(KEY, true)).isEqualTo("bitchat/1 forward-ack alice m2 bob");
        assertThat(MeshFrame.forwardAnswer(KEY, false)).isEqualTo("bitchat/1 forward-refused alice m2 bob");
        assertThat(MeshFrame.uplink(true)).isEqualTo("bitchat/1 uplink open");
        assertThat(MeshFrame.uplink(false)).isEqualTo("bitchat/1 uplink closed");
    }

    @Test
    void aFrameIsReadAsItWasWritten() {
        assertThat(MeshFrame.parse("alice", "bob", MeshFrame.of(MESSAGE, BEFORE)))
                .contains(new MeshFrame.Carries(MESSAGE, BEFORE, false));
        assertThat(MeshFrame.parse("roof", "bob", MeshFrame.forward(MESSAGE, null)))
                .contains(new MeshFrame.Carries(MESSAGE, null, true));
        assertThat(MeshFrame.parse("roof", "bob", MeshFrame.forward(MESSAGE, BEFORE)))
                .contains(new MeshFrame.Carries(MESSAGE, BEFORE, true));
        for (boolean taken : new boolean[] {true, false}) {
            assertThat(MeshFrame.parse("bob", "alice", MeshFrame.answer(KEY, taken)))
                    .contains(new MeshFrame.Answers(KEY, taken, false));
            assertThat(MeshFrame.parse("bob", "roof", MeshFrame.forwardAnswer(KEY, taken)))
                    .contains(new MeshFrame.Answers(KEY, taken, true));
            assertThat(MeshFrame.parse("roof", "bob", MeshFrame.uplink(taken))).contains(new MeshFrame.Uplink(taken));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "bitchat/1",
                "bitchat/1 ",
                "bitchat/2 uplink open",
                "bitchat/1 uplink",
                "bitchat/1 uplink OPEN",
                "bitchat/1 uplink open ",
                "bitchat/1 uplink open closed",
                "bitchat/1 ack m1",
                "bitchat/1 ack ? bob",
                "bitchat/1 ack m1 bob roof",
                "bitchat/1 forward-ack m1 bob",
                "bitchat/1 forward-ack alice m1 ",
                "bitchat/1 forward-refused alice m/1 bob",
                "bitchat/1 forward-refused alice m1 bob bob",
                "bitchat/1 message m2 bob - text 1 1 high aGk more",
                "bitchat/1 forward m2 bob - text 1 1 high aGk",
                "bitchat/1 forward alice m2 bob - text 1 1 high aGk more",
                "bitchat/1 forward alice m2 bob - text 1 1 high aGk ",
                "bitchat/1 forward al/ice m2 bob - text 1 1 high aGk",
                "bitchat/1 forward  m2 bob - text 1 1 high aGk",
                "bitchat/1 forward alice m2 bob ? text 1 1 high aGk",
                "bitchat/1 forward alice m2 bob - te/xt 1 1 high aGk",
                "bitchat/1 forward alice m2 bob - text -1 1 high aGk",
                "bitchat/1 forward alice m2 bob - text 1 1e3 high aGk",
                "bitchat/1 forward alice m2 bob - text 1234567890123456 1 high aGk",
                "bitchat/1 forward alice m2 bob - text 1 604800001 high aGk",
                "bitchat/1 forward alice m2 bob - text 1 1 urgent aGk",
                "bitchat/1 forward alice m2 bob - text 1 1 high a*k",
            })
    void everythingElseIsNoFrame(String content) {
        assertThat(MeshFrame.parse("roof", "bob", content)).isEmpty();
    }

    @Test
    void everyFieldHasABound() {
        var longest = "x".repeat(128);
        assertThat(MeshFrame.parse("roof", "bob", forward(longest, longest, 45_000)))
                .isPresent();

        assertThat(MeshFrame.parse("roof", "bob", forward(longest + "x", "m", 9)))
                .isEmpty();
        assertThat(MeshFrame.parse("roof", "bob", forward("alice", longest + "x", 9)))
                .isEmpty();
        assertThat(MeshFrame.parse("roof", "bob", forward("alice", "m", 45_001)))
                .isEmpty();
        assertThat(MeshFrame.parse("roof", "bob", forward("alice", "m", 1_000_000)))
                .isEmpty();
    }

    private static String forward(String sender, String id, int bytes) {
        var payload = Base64.getEncoder().withoutPadding().encodeToString(new byte[bytes]);
        return "bitchat/1 forward " + sender + " " + id + " bob - text 1 1 high " + payload;
    }

    @Test
    void theLargestFrameFitsIntoALineThatIsRelayed() {
        var id = "x".repeat(128);
        var key = new MessageKey(id, id, id);
        var largest = new Message(
                key,
                "t".repeat(64),
                Bytes.copyOf(new byte[MeshFrame.MAX_PAYLOAD_BYTES]),
                Instant.ofEpochMilli(999_999_999_999_999L),
                Message.MAX_TTL,
                Priority.NORMAL,
                Wishes.NONE,
                false);
        var line = new Line(
                        Line.Type.CHAT,
                        new PeerId(id),
                        MeshFrame.forward(largest, key),
                        CREATED.plusNanos(1),
                        (1L << 53) - 1,
                        Target.to(new PeerId(id)),
                        new Stamp((1L << 53) - 1, (1L << 53) - 1, 0, false, null),
                        Notes.NONE)
                .signedBy(Ed25519KeyPair.generate(new SplittableRandom(1)));

        assertThat(LineCodec.encode(line)).hasSizeLessThan(LineCodec.MAX_BYTES - 64);
    }

    /** What is read is the same after it was written again, whatever it was; nothing throws. */
    @Test
    void readsAnythingWithoutHarm() {
        var random = new SplittableRandom(7);
        var valid = new String[] {
            MeshFrame.of(MESSAGE, BEFORE),
            MeshFrame.forward(MESSAGE, BEFORE),
            MeshFrame.answer(KEY, true),
            MeshFrame.forwardAnswer(KEY, false),
            MeshFrame.uplink(true)
        };
        int frames = 0;
        for (int i = 0; i < 100_000; i++) {
            var content = mutated(valid[random.nextInt(valid.length)], random);
            var parsed = MeshFrame.parse("roof", "bob", content);
            if (parsed.isEmpty()) continue;
            frames++;
            assertThat(MeshFrame.parse("roof", "bob", written(parsed.get()))).isEqualTo(parsed);
        }
        assertThat(frames).isBetween(1_000, 99_000);
    }

    private static String written(MeshFrame frame) {
        return switch (frame) {
            case MeshFrame.Carries(var message, var after, boolean forwarded) ->
                forwarded ? MeshFrame.forward(message, after) : MeshFrame.of(message, after);
            case MeshFrame.Answers(var key, boolean taken, boolean forwarded) ->
                forwarded ? MeshFrame.forwardAnswer(key, taken) : MeshFrame.answer(key, taken);
            case MeshFrame.Uplink(boolean open) -> MeshFrame.uplink(open);
        };
    }

    private static String mutated(String valid, SplittableRandom random) {
        var text = new StringBuilder(valid);
        for (int i = random.nextInt(4); i >= 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, " x-9/?\u0131\u0000".charAt(random.nextInt(8)));
                case 2 -> text.setCharAt(at, (char) random.nextInt(0x10000));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(20))));
            }
        }
        return text.toString();
    }
}
