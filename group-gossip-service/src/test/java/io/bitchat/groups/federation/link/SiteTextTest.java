package io.bitchat.groups.federation.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.groups.site.KnownSite;
import io.bitchat.groups.site.SiteIdentity;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiteTextTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SiteIdentity identity = new SiteIdentity(
            X25519KeyPair.generate(RANDOM).publicKey(),
            Ed25519KeyPair.generate(RANDOM).publicKey());

    @Test
    void anIdentityIsReadFromItsText() {
        assertThat(SiteIdentity.parse(identity.text())).contains(identity);
    }

    @Test
    void aTextThatIsNoIdentityIsNone() {
        var text = identity.text();
        for (var other : List.of("", "a", text.substring(1), text + "A", text + "=", "!" + text.substring(1))) {
            assertThat(SiteIdentity.parse(other)).as(other).isEmpty();
        }
    }

    @Test
    void aPeerHasANameAnAddressAndAnIdentity() {
        var site = KnownSite.parse("paris=[::1]:7946/" + identity.text());

        assertThat(site.name()).isEqualTo("paris");
        assertThat(site.identity()).isEqualTo(identity);
        assertThat(site.addresses()).hasSize(1);
    }

    @Test
    void aPeerWithoutAnAddressIsWaitedFor() {
        assertThat(KnownSite.parse("paris=/" + identity.text()).addresses()).isEmpty();
    }

    @Test
    void aPeerThatCannotBeReadIsNamed() {
        assertThatThrownBy(() -> KnownSite.parse("paris=localhost:1/short"))
                .hasMessageContaining("paris=localhost:1/short");
    }

    @Test
    void everyFrameIsReadAsItWasWritten() {
        var some = Bytes.copyOf(new byte[] {1, 2, 3});
        for (var frame : List.of(
                new SiteFrame.Gossip(Bytes.copyOf(new byte[32]), some),
                new SiteFrame.Invitation(some),
                new SiteFrame.Answer(some),
                new SiteFrame.Ping(7),
                new SiteFrame.Pong(-7))) {
            assertThat(SiteFrame.decode(ByteBuffer.wrap(frame.encode()))).contains(frame);
        }
    }

    @Test
    void aFrameOfNoKindOrCutShortIsNone() {
        for (var bytes : List.of(new byte[0], new byte[] {0}, new byte[] {9, 1}, new byte[33], new byte[] {1, 2})) {
            assertThat(SiteFrame.decode(ByteBuffer.wrap(bytes))).isEmpty();
        }
    }
}
