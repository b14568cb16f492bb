package io.bitchat.lan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.lan.address.Endpoint;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeaconCodecTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.123456789Z");
    private static final String VALID =
            "{'type':'discover','peer_id':'a','address':'10.0.0.1:9','timestamp':'2026-01-01T12:00:00Z'}";
    private final Ed25519KeyPair keys = Ed25519KeyPair.generate(new Random(1));

    @Test
    void readsWhatItWrote() {
        assertThat(BeaconCodec.decode(BeaconCodec.encode(largest()))).isEqualTo(new Decoded.Complete<>(largest()));
    }

    @Test
    void theLargestBeaconFitsIntoADatagram() {
        assertThat(BeaconCodec.encode(largest()).length).isBetween(1_200, BeaconCodec.MAX_BYTES);
    }

    @Test
    void aSignatureHoldsForAllFields() {
        var signed = largest();
        var other = new Profile("x", "", List.of());

        assertThat(signed.isSigned()).isTrue();
        assertThat(with(signed, new PeerId("b"), signed.profile(), signed.timestamp())
                        .isSigned())
                .isFalse();
        assertThat(with(signed, signed.peer(), other, signed.timestamp()).isSigned())
                .isFalse();
        assertThat(with(signed, signed.peer(), signed.profile(), NOW.plusNanos(1))
                        .isSigned())
                .isFalse();
        assertThat(new Beacon(
                                true,
                                signed.peer(),
                                signed.address(),
                                NOW,
                                signed.profile(),
                                signed.run(),
                                signed.lamport(),
                                signed.secure(),
                                signed.proof())
                        .isSigned())
                .isFalse();
    }

    private static Beacon with(Beacon from, PeerId peer, Profile profile, Instant time) {
        return new Beacon(
                false, peer, from.address(), time, profile, from.run(), from.lamport(), from.secure(), from.proof());
    }

    private Beacon largest() {
        var rooms = new java.util.ArrayList<String>();
        for (int i = 0; i < Profile.MAX_ROOMS; i++) rooms.add((char) ('a' + i) + "r".repeat(Target.MAX_ROOM_BYTES - 1));
        var profile = new Profile("\"".repeat(Profile.MAX_NICK_BYTES), "\\".repeat(Profile.MAX_STATUS_BYTES), rooms);
        return new Beacon(
                        false,
                        new PeerId("p".repeat(PeerId.MAX_LENGTH)),
                        Endpoint.parse("192.168.100.100:65535").orElseThrow(),
                        NOW,
                        profile,
                        BeaconCodec.MAX_NUMBER,
                        BeaconCodec.MAX_NUMBER,
                        X25519KeyPair.generate(new Random(2)).publicKey(),
                        null)
                .signedBy(keys);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "NOT_JSON      | {                            | [",
                "NOT_JSON      | 'discover'                   | \u0000",
                "MISSING_FIELD | 'peer_id':'a',               | ``",
                "MISSING_FIELD | 'type':'discover',           | ``",
                "MISSING_FIELD | 'peer_id':'a'                | 'peer_id':null",
                "WRONG_TYPE    | 'a'                          | 7",
                "WRONG_TYPE    | 'discover'                   | {}",
                "WRONG_TYPE    | '2026-01-01T12:00:00Z'       | 1767268800",
                "WRONG_TYPE    | '10.0.0.1:9'                 | ['10.0.0.1:9']",
                "WRONG_TYPE    | 'peer_id'                    | 'lamport':'1','peer_id'",
                "WRONG_TYPE    | 'peer_id'                    | 'run':1.5,'peer_id'",
                "WRONG_TYPE    | 'peer_id'                    | 'room':'general','peer_id'",
                "UNKNOWN_TYPE  | discover                     | chat",
                "BAD_PEER_ID   | 'a'                          | ''",
                "BAD_PEER_ID   | 'a'                          | 'a b'",
                "BAD_ADDRESS   | 10.0.0.1:9                   | localhost:9",
                "BAD_ADDRESS   | 10.0.0.1:9                   | 10.0.0.1",
                "BAD_ADDRESS   | 10.0.0.1:9                   | 10.0.0.1:0",
                "BAD_ADDRESS   | 10.0.0.1:9                   | 10.0.0.1:65536",
                "BAD_ADDRESS   | 10.0.0.1:9                   | 10.0.0.256:9",
                "BAD_ADDRESS   | 10.0.0.1:9                   | [::1]:9",
                "BAD_TIMESTAMP | 2026-01-01T12:00:00Z         | yesterday",
                "BAD_TIMESTAMP | 2026-01-01T12:00:00Z         | 2026-01-01T12:00:00",
                "BAD_VALUE     | 'peer_id'                    | 'nick':'a\\u0007','peer_id'",
                "BAD_VALUE     | 'peer_id'                    | 'lamport':-1,'peer_id'",
                "BAD_VALUE     | 'peer_id'                    | 'run':9007199254740992,'peer_id'",
                "BAD_VALUE     | 'peer_id'                    | 'room':[1],'peer_id'",
                "BAD_VALUE     | 'peer_id'                    | 'room':['a','a'],'peer_id'",
                "BAD_PROOF     | 'peer_id'                    | 'key':'AAAA','sig':'AAAA','peer_id'",
                "BAD_PROOF     | 'peer_id'                    | 'sig':'AAAA','peer_id'",
                "BAD_PROOF     | 'peer_id'                    | 'secure':'AA','peer_id'",
            })
    void saysWhyItRefuses(Refusal reason, String part, String replacement) {
        assertThat(VALID).contains(part);
        assertThat(decode(VALID)).isInstanceOf(Decoded.Complete.class);

        assertThat(decode(VALID.replace(part, replacement))).isEqualTo(new Decoded.Refused<>(reason));
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() {
        assertThat(decode(VALID.replace("'peer_id'", "'colour':{'a':[1]},'peer_id'")))
                .isEqualTo(decode(VALID));
    }

    @Test
    void acceptsTimesWithFractionsAndOffsets() {
        var local = VALID.replace("2026-01-01T12:00:00Z", "2026-01-01T13:00:00.000+01:00");

        assertThat(decode(local)).isEqualTo(decode(VALID));
    }

    @Test
    void refusesALongDatagramWithoutReadingIt() {
        var padded = VALID + " ".repeat(BeaconCodec.MAX_BYTES - VALID.length());

        assertThat(decode(padded)).isInstanceOf(Decoded.Complete.class);
        assertThat(decode(padded + " ")).isEqualTo(new Decoded.Refused<>(Refusal.TOO_LONG));
    }

    @Property
    void noTruncatedBeaconIsRead(@ForAll @IntRange(min = 0, max = 10_000) int cut) {
        var whole = BeaconCodec.encode(largest());

        assertThat(BeaconCodec.decode(java.util.Arrays.copyOf(whole, cut % whole.length)))
                .isEqualTo(new Decoded.Refused<>(Refusal.NOT_JSON));
    }

    private static Decoded<Beacon> decode(String text) {
        return BeaconCodec.decode(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
