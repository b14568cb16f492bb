package io.bitchat.lan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.network.Lan;
import io.bitchat.lan.network.Stranger;
import io.bitchat.lan.registry.Peer.Connection;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.Notes;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Stamp;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecureLinksTest {
    private final Lan lan = new Lan(1);

    @ParameterizedTest
    @CsvSource({"true, true, SECURED", "true, false, PLAIN", "false, true, PLAIN", "false, false, PLAIN"})
    void aLinkIsEncryptedIfBothOfferIt(boolean one, boolean other, Connection expected) {
        var alice = lan.add("alice");
        var bob = lan.add("bob");
        if (one) alice.offerEncryption();
        if (other) bob.offerEncryption();
        alice.start();
        bob.start();

        lan.runSeconds(3);

        assertThat(List.of(alice, bob))
                .allSatisfy(host -> assertThat(host.node().peers())
                        .singleElement()
                        .satisfies(peer -> assertThat(peer.connection()).isEqualTo(expected)));
    }

    @Test
    void nobodyTakesTheNameOfAPeerThatEncrypts() {
        var alice = lan.add("alice").offerEncryption();
        var bob = lan.add("bob").offerEncryption();
        alice.start();
        bob.start();
        lan.runSeconds(3);
        var greeting = Line.of(Line.Type.JOIN, bob.id(), lan.now())
                .withStamp(new Stamp(5, 6, 0, false, null))
                .withNotes(Notes.NONE.withHello(
                        new Notes.Hello(Profile.PLAIN, new Endpoint(Ipv4.of("10.0.0.2"), 7_000), bob.secure())))
                .signedBy(bob.keys()); // a greeting that was overheard

        var plain = new Stranger(lan, alice, "bob", "10.0.0.2").send(greeting);
        var other = new Stranger(
                        lan,
                        alice,
                        "bob",
                        "10.0.0.2",
                        X25519KeyPair.generate(new Random(9)).publicKey())
                .send(greeting);

        assertThat(plain.closed()).isEqualTo(CloseReason.PLAIN_REFUSED);
        assertThat(other.closed()).isEqualTo(CloseReason.WRONG_KEY);
        bob.say("still here");
        lan.runSeconds(1);
        assertThat(alice.texts()).containsExactly("still here");
    }

    @ParameterizedTest
    @CsvSource({"alice, bob", "bob, alice"})
    void whoProvesAnotherKeyThanItPublishesHasNoLink(String honestName, String otherName) {
        var honest = lan.add(honestName).offerEncryption();
        var other = lan.add(otherName).offerEncryption();
        other.proveAnotherKey();
        honest.start();
        other.start();

        lan.runSeconds(10);

        assertThat(honest.node().links()).isEmpty();
        assertThat(honest.node().closed(CloseReason.WRONG_KEY)).isPositive();
        assertThat(honest.node().peers()).singleElement().satisfies(peer -> assertThat(peer.connection())
                .isEqualTo(Connection.NONE));
    }

    @Test
    void bothSidesSeeTheSameFingerprintOfAPeer() {
        var alice = lan.add("alice").offerEncryption();
        var bob = lan.add("bob").offerEncryption();
        alice.start();
        bob.start();
        lan.runSeconds(3);

        assertThat(alice.node().peers()).singleElement().satisfies(peer -> assertThat(peer.fingerprint())
                .isEqualTo(new Identity(bob.id(), bob.keys(), null).fingerprint())
                .matches("([0-9a-f]{4} ){7}[0-9a-f]{4}"));
    }

    @Test
    void aContactThatEncryptsIsDialledAgainWithItsKey() {
        lan.lose(1); // no multicast
        var alice = lan.add("alice").offerEncryption();
        var bob = lan.add("bob").offerEncryption();
        alice.start();
        bob.start();

        alice.handle(new Input.ContactsChanged(List.of(new Endpoint(bob.address(), 7_000))));
        lan.runSeconds(5);

        assertThat(alice.node().peers()).singleElement().satisfies(peer -> assertThat(peer.connection())
                .isEqualTo(Connection.SECURED));
    }
}
