package io.bitchat.lan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.address.LocalNetwork;
import io.bitchat.lan.network.Lan;
import io.bitchat.lan.wire.Beacon;
import io.bitchat.lan.wire.BeaconCodec;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The wall clock may be set at any moment. */
class ClockTest {
    private static final PeerId BOB = new PeerId("bob");
    private static final Endpoint ADDRESS = new Endpoint(Ipv4.of("10.0.0.2"), 7_000);

    @Property(tries = 50)
    void settingTheClockNeitherStopsBeaconsNorRemovesPeers(@ForAll @IntRange(min = -900, max = 900) int seconds) {
        var node = new Node(
                new Identity(new PeerId("alice"), Ed25519KeyPair.generate(new Random(1)), null),
                Profile.PLAIN,
                LanParameters.defaults(),
                new Random(2));
        node.handle(new Input.Started(7_000, List.of(new LocalNetwork("eth0", Ipv4.of("10.0.0.1"), 24))), Lan.START);
        var now = tick(node, Lan.START, 5);
        node.handle(
                new Input.Datagram("eth0", ADDRESS.host(), BeaconCodec.encode(Beacon.plain(BOB, ADDRESS, now))), now);

        now = tick(node, now.plusSeconds(seconds), 5);
        assertThat(node.peer(BOB)).isNotNull();
        long before = node.counted(Count.BEACONS_SENT);
        tick(node, now, 22);

        assertThat(node.counted(Count.BEACONS_SENT) - before).isBetween(4L, 5L);
        assertThat(node.peer(BOB)).isNotNull();
        tick(node, now.plusSeconds(22), 6);
        assertThat(node.peer(BOB)).isNull();
    }

    private static Instant tick(Node node, Instant from, int seconds) {
        var now = from;
        for (int i = 0; i < 10 * seconds; i++) {
            now = now.plus(Duration.ofMillis(100));
            node.handle(new Input.Ticked(), now);
        }
        return now;
    }
}
