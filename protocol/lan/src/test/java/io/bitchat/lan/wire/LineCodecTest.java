package io.bitchat.lan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.json.JsonReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineCodecTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.123Z");
    private static final PeerId ALICE = new PeerId("alice");
    private static final PeerId BOB = new PeerId("bob");
    private static final String VALID =
            "{'type':'chat','sender':'a','content':'hi','timestamp':'2026-01-01T12:00:00Z','sequence':1,'target':'general'}";

    private final Ed25519KeyPair keys = Ed25519KeyPair.generate(new Random(1));

    @Property
    void readsWhatItWrote(@ForAll String content, @ForAll boolean again) {
        Assume.that(JsonReader.isWellFormed(content));
        var line = new Line(
                        Line.Type.CHAT,
                        ALICE,
                        content,
                        NOW,
                        7,
                        Target.to(BOB),
                        new Stamp(11, 12, 3, again, null),
                        Notes.NONE)
                .signedBy(keys);

        assertThat(decode(LineCodec.encode(line))).isEqualTo(new Decoded.Complete<>(line));
    }

    @Test
    void readsTheNotesThatItWrote() {
        var secure = X25519KeyPair.generate(new Random(2)).publicKey();
        var stream = new StreamId(ALICE, 5, "");
        var direct = new StreamId(ALICE, 5, "bob");
        var notes = new Notes(
                new Notes.Hello(
                        new Profile("Alice", "away", List.of("general", "dev")),
                        Endpoint.parse("10.0.0.1:9").orElseThrow(),
                        secure),
                List.of(ALICE, BOB),
                List.of(new Notes.Head(stream, 9), new Notes.Head(direct, 0)),
                List.of(new Notes.Want(stream, 1, 4), new Notes.Want(direct, 2, 2)),
                128);
        var line = Line.of(Line.Type.JOIN, ALICE, NOW).withNotes(notes).signedBy(keys);

        assertThat(decode(LineCodec.encode(line))).isEqualTo(new Decoded.Complete<>(line));
        assertThat(line.isSigned()).isTrue();
        assertThat(line.withNotes(Notes.NONE).isSigned()).isFalse();
    }

    @Test
    void theLargestNotesFitIntoALine() {
        var peers = IntStream.range(0, 256)
                .mapToObj(i -> new PeerId("%0128d".formatted(i)))
                .toList();
        var heads = peers.stream()
                .map(peer -> new Notes.Head(new StreamId(peer, BeaconCodec.MAX_NUMBER, ""), BeaconCodec.MAX_NUMBER))
                .toList();
        var line = Line.of(Line.Type.PING, ALICE, NOW).withNotes(Notes.NONE.withHave(heads));

        assertThat(LineCodec.encode(line).length).isLessThanOrEqualTo(LineCodec.MAX_BYTES);
        assertThat(LineCodec.encode(line.withNotes(Notes.NONE.withLinks(peers))).length)
                .isLessThanOrEqualTo(LineCodec.MAX_BYTES);
    }

    @Test
    void relayingKeepsTheSignatureAndTheIdentity() {
        var line = chat("hello");

        assertThat(line.relayed(true).isSigned()).isTrue();
        assertThat(line.relayed(true).id()).isEqualTo(line.id());
        assertThat(line.relayed(false).stamp().hops()).isEqualTo(1);
    }

    @Test
    void linesOfPlainPeersDifferByWhatTheySay() {
        var line = new Line(Line.Type.CHAT, ALICE, "hi", NOW, 0, Target.GENERAL, Stamp.NONE, Notes.NONE);
        var other = new Line(Line.Type.CHAT, ALICE, "ho", NOW, 0, Target.GENERAL, Stamp.NONE, Notes.NONE);

        assertThat(line.id()).isNotEqualTo(other.id());
        assertThat(line.id().stream().isNumbered()).isFalse();
        assertThat(line.relayed(false).id()).isEqualTo(line.id());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "NOT_JSON      | }                      | ``",
                "MISSING_FIELD | 'sender':'a',          | ``",
                "MISSING_FIELD | 'type':'chat',         | ``",
                "MISSING_FIELD | 'timestamp':'2026-01-01T12:00:00Z', | ``",
                "UNKNOWN_TYPE  | chat                   | discover",
                "UNKNOWN_TYPE  | chat                   | CHAT",
                "WRONG_TYPE    | 'hi'                   | 5",
                "WRONG_TYPE    | 'sequence':1           | 'sequence':'1'",
                "WRONG_TYPE    | 'sequence':1           | 'sequence':1,'again':1",
                "WRONG_TYPE    | 'sequence':1           | 'sequence':1,'links':{}",
                "BAD_VALUE     | 'sequence':1           | 'sequence':-1",
                "BAD_VALUE     | 'sequence':1           | 'sequence':1,'hops':256",
                "BAD_VALUE     | 'sequence':1           | 'sequence':0,'run':5",
                "BAD_VALUE     | 'general'              | 'two words'",
                "BAD_VALUE     | 'general'              | '@'",
                "BAD_VALUE     | 'sequence':1           | 'sequence':1,'links':['a b']",
                "BAD_VALUE     | 'sequence':1           | 'sequence':1,'have':[['a',1]]",
                "BAD_VALUE     | 'sequence':1           | 'sequence':1,'have':[['a',0,1]]",
                "BAD_VALUE     | 'sequence':1           | 'sequence':1,'have':[['a',1,1,1]]",
                "BAD_VALUE     | 'sequence':1           | 'sequence':1,'want':[['a',1,2,1]]",
                "BAD_VALUE     | 'sequence':1           | 'sequence':1,'want':[['a',1,0,1]]",
                "BAD_VALUE     | 'sequence':1           | 'sequence':1,'plain':257",
                "BAD_ADDRESS   | 'sequence':1           | 'sequence':1,'address':'x:1'",
                "BAD_PROOF     | 'sequence':1           | 'sequence':1,'key':'AA'",
            })
    void saysWhyItRefuses(Refusal reason, String part, String replacement) {
        assertThat(VALID).contains(part);
        assertThat(decode(VALID)).isInstanceOf(Decoded.Complete.class);

        assertThat(decode(VALID.replace(part, replacement))).isEqualTo(new Decoded.Refused<>(reason));
    }

    @Test
    void aRoomMayHaveItsHash() {
        assertThat(decode(VALID.replace("general", "#general"))).isEqualTo(decode(VALID));
        assertThat(decode(VALID.replace("'general'", "null"))).isEqualTo(decode(VALID));
    }

    private Line chat(String content) {
        return new Line(
                        Line.Type.CHAT,
                        ALICE,
                        content,
                        NOW,
                        1,
                        Target.GENERAL,
                        new Stamp(5, 6, 0, false, null),
                        Notes.NONE)
                .signedBy(keys);
    }

    private static Decoded<Line> decode(String text) {
        return decode(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static Decoded<Line> decode(byte[] bytes) {
        return LineCodec.decode(ByteBuffer.wrap(bytes));
    }
}
