package io.bitchat.lan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.network.Host;
import io.bitchat.lan.network.Lan;
import io.bitchat.lan.network.Stranger;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Networks without multicast. */
class ContactsTest {
    private final Lan lan = new Lan(1);
    private final Host alice = lan.add("alice");
    private final Host bob = lan.add("bob");

    @BeforeEach
    void loseAllBeacons() {
        lan.lose(1);
        alice.start();
    }

    @Test
    void aContactIsDialledUntilItAnswers() {
        nameBob();
        lan.runSeconds(20);
        assertThat(alice.node().links()).isEmpty();
        assertThat(alice.dials().size()).isBetween(3, 10);

        bob.start();
        lan.runSeconds(20);
        bob.say("hello");
        lan.runSeconds(1);

        assertThat(alice.texts()).containsExactly("hello");
        assertThat(lan.connections()).isEqualTo(1);
    }

    @Test
    void itIsDialledAgainAfterItWasGone() {
        bob.start();
        nameBob();
        lan.runSeconds(5);
        bob.kill();
        lan.runSeconds(60);
        assertThat(alice.node().peers()).isEmpty();

        bob.start();
        lan.runSeconds(40);

        assertThat(lan.connections()).isEqualTo(1);
    }

    @Test
    void theOwnAddressDoesNoHarm() {
        alice.handle(new Input.ContactsChanged(List.of(new Endpoint(alice.address(), 7_000))));

        lan.runSeconds(60);

        assertThat(alice.node().peers()).isEmpty();
        assertThat(alice.dials().size()).isLessThan(12);
        assertThat(lan.connections()).isZero();
    }

    /** Two that name each other may be in any networks. */
    @Test
    void whoseHostIsAContactMayConnectFromAnotherNetwork() {
        assertThat(new Stranger(lan, alice, "dave", "192.168.7.9").closed()).isEqualTo(CloseReason.NOT_LOCAL);

        alice.handle(new Input.ContactsChanged(List.of(new Endpoint(Ipv4.of("192.168.7.9"), 7_000))));
        var dave = new Stranger(lan, alice, "dave", "192.168.7.9");
        dave.say("chat", 1, "hello");

        assertThat(dave.closed()).isNull();
        assertThat(alice.texts()).containsExactly("hello");
        assertThat(new Stranger(lan, alice, "erin", "192.168.7.8").closed()).isEqualTo(CloseReason.NOT_LOCAL);
    }

    private void nameBob() {
        alice.handle(new Input.ContactsChanged(List.of(new Endpoint(bob.address(), 7_000))));
    }
}
