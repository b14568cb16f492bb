package io.bitchat.lan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.lan.network.Host;
import io.bitchat.lan.network.Lan;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Refusal;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The first keys of peers, over restarts of a node. */
class KeptKeysTest {
    private final Lan lan = new Lan(1);

    /** What a driver would keep. */
    private static Map<PeerId, Ed25519PublicKey> pinned(Host host) {
        return host.events(Event.KeyPinned.class).stream()
                .collect(Collectors.toMap(Event.KeyPinned::peer, Event.KeyPinned::key));
    }

    @Test
    void theKeysOfPeersThatWereHeardAreToldOnce() {
        lan.apart((one, other) -> Math.abs(one - other) > 1);
        var hosts = lan.start("alice", "bob", "carol");
        var alice = hosts.get(0);
        lan.runSeconds(3);
        // a relayed line tells the key, too
        hosts.get(2).say("hello");
        lan.runSeconds(10);

        assertThat(alice.texts()).containsExactly("hello");
        assertThat(pinned(alice))
                .isEqualTo(Map.of(hosts.get(1).id(), hosts.get(1).keys().publicKey()));

        lan.together();
        lan.runSeconds(30);
        assertThat(pinned(alice))
                .containsOnlyKeys(hosts.get(1).id(), hosts.get(2).id());
    }

    @Test
    void anotherKeyIsRefusedAfterARestartUntilTheFirstIsForgotten() {
        var alice = lan.add("alice");
        var bob = lan.add("bob");
        var before = Ed25519KeyPair.generate(new Random(9)).publicKey();
        alice.startKnowing(Map.of(bob.id(), before));
        bob.start();

        lan.runSeconds(40);
        assertThat(alice.node().peers()).isEmpty();
        assertThat(alice.node().refused(Refusal.KEY_CHANGED)).isPositive();
        assertThat(alice.node().refusedKeys()).singleElement().satisfies(refused -> {
            assertThat(refused.peer()).isEqualTo(bob.id());
            assertThat(refused.known()).isEqualTo(before);
            assertThat(refused.shown()).isEqualTo(bob.keys().publicKey());
            assertThat(refused.at()).isAfter(lan.now().minusSeconds(6));
        });

        alice.handle(new Input.KeyForgotten(bob.id()));
        lan.runSeconds(10);

        assertThat(alice.node().links()).containsExactly(bob.id());
        assertThat(alice.node().refusedKeys()).isEmpty();
        assertThat(alice.events(Event.KeyDropped.class)).containsExactly(new Event.KeyDropped(bob.id()));
        assertThat(pinned(alice)).containsEntry(bob.id(), bob.keys().publicKey());
    }
}
