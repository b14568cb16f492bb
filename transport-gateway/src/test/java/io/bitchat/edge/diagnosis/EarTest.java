package io.bitchat.edge.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.lan.LanParameters;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.address.LocalNetwork;
import io.bitchat.lan.wire.Beacon;
import io.bitchat.lan.wire.BeaconCodec;
import io.bitchat.lan.wire.Decoded;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EarTest {
    private static final Ipv4 OWN = Ipv4.of("192.168.1.10");
    private static final Ipv4 BOB = Ipv4.of("192.168.1.20");
    private static final Ipv4 FAR = Ipv4.of("203.0.113.9");
    private static final LocalNetwork LAN = new LocalNetwork("eth0", OWN, 24);
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final int PORT = 41_873;

    private final Ear ear = new Ear(List.of(LAN), Set.of(OWN), () -> NOW);

    private static byte[] beacon(String id, Ipv4 host, Duration ahead) {
        return BeaconCodec.encode(Beacon.plain(new PeerId(id), new Endpoint(host, PORT), NOW.plus(ahead)));
    }

    @Test
    void tellsWhoIsHeardAndHowFarItsClockIs() {
        ear.received("eth0", BOB, beacon("bob", BOB, Duration.ofMinutes(-5)));
        ear.received("eth0", OWN, beacon("neighbour", OWN, Duration.ZERO));

        var heard = ear.heard();
        assertThat(heard.peers()).extracting(HeardPeer::called).containsExactly("bob", "neighbour");
        assertThat(heard.peers()).extracting(HeardPeer::ahead).containsExactly(Duration.ofMinutes(-5), Duration.ZERO);
        assertThat(heard.peers()).extracting(HeardPeer::here).containsExactly(false, true);
        assertThat(heard.refused()).isEmpty();
    }

    @Test
    void whatItSendsIsALeaveThatComesBackAndMakesNoPeer() {
        var probe = ear.probe(LAN, 9_999);
        ear.received("eth0", OWN, probe);

        assertThat(ear.heard().returned()).containsExactly("eth0");
        assertThat(ear.heard().peers()).isEmpty();
        assertThat(BeaconCodec.decode(probe)).isInstanceOfSatisfying(Decoded.Complete.class, complete -> assertThat(
                        ((Beacon) complete.value()).leaving())
                .isTrue());
    }

    @Test
    void aCopyOfItFromAnotherHostProvesNothing() {
        ear.received("eth0", BOB, ear.probe(LAN, 9_999));

        assertThat(ear.heard().returned()).isEmpty();
    }

    @Test
    void whoLeavesIsForgotten() {
        ear.received("eth0", BOB, beacon("bob", BOB, Duration.ZERO));
        ear.received(
                "eth0",
                BOB,
                BeaconCodec.encode(new Beacon(
                        true, new PeerId("bob"), new Endpoint(BOB, PORT), NOW, Profile.PLAIN, 0, 0, null, null)));

        assertThat(ear.heard().peers()).isEmpty();
    }

    @Test
    void aClockThatIsFarOffIsToldWithItsPeer() {
        ear.received("eth0", BOB, beacon("bob", BOB, Duration.ofDays(400)));

        assertThat(ear.heard().peers()).extracting(HeardPeer::ahead).containsExactly(Duration.ofDays(400));
        assertThat(ear.heard().refused()).containsOnly(Map.entry(Refusal.CLOCK_OFF, new Ear.Refused(1, Set.of(BOB))));
    }

    /** Because to those that are listed a connection is opened. */
    @Test
    void nobodyElsesAddressIsListedWhateverTheClock() {
        for (var ahead : List.of(Duration.ZERO, Duration.ofDays(400))) {
            ear.received("eth0", BOB, beacon("far", FAR, ahead));
            ear.received("eth0", FAR, beacon("far", FAR, ahead));
            ear.received("eth0", BOB, beacon("other", Ipv4.of("192.168.1.30"), ahead));
            ear.received("eth1", BOB, beacon("bob", BOB, ahead));
        }

        assertThat(ear.heard().peers()).isEmpty();
        assertThat(ear.heard().refused())
                .containsEntry(Refusal.NOT_THE_SENDERS, new Ear.Refused(2, Set.of(BOB)))
                .containsEntry(Refusal.NOT_LOCAL, new Ear.Refused(2, Set.of(FAR, BOB)))
                .containsEntry(Refusal.CLOCK_OFF, new Ear.Refused(4, Set.of(BOB, FAR)));
    }

    @Test
    void aStormIsCountedAndTakesBoundedRoom() {
        for (int i = 0; i < 10_000; i++) {
            var from = Ipv4.of("192.168.1." + (20 + i % 200));
            ear.received("eth0", from, beacon("p" + i, from, i % 2 == 0 ? Duration.ZERO : Duration.ofDays(400)));
            ear.received("eth0", from, "{}".getBytes(StandardCharsets.UTF_8));
        }

        var heard = ear.heard();
        assertThat(heard.peers()).hasSizeLessThanOrEqualTo(LanParameters.MAX_PEERS);
        assertThat(heard.refused()).containsKeys(Refusal.MISSING_FIELD, Refusal.CLOCK_OFF, Refusal.REGISTRY_FULL);
        assertThat(heard.refused().values())
                .allSatisfy(refused -> assertThat(refused.sources()).hasSizeLessThanOrEqualTo(8));
    }
}
