package io.bitchat.system.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.KeyHolder;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import org.junit.jupiter.api.Test;

/** In the mode optional a token is checked if one is sent, and none is required. */
@RequiredSuite(RequiredSuite.Kind.OPTIONAL)
class OptionalAuthTest {
    private final Suite suite = Suite.optional();
    private final Client stranger = new Client(suite.url());

    @Test
    void aTokenCountsWhereOneIsSent() {
        var alice = KeyHolder.register(stranger, Client.someone("alice"));
        var asAlice = new Client(suite.url(), alice.token(stranger));

        assertThat(stranger.send(alice.peerId(), "bob", "without").status()).isEqualTo(201);
        assertThat(asAlice.send(alice.peerId(), "bob", "with").status()).isEqualTo(201);
        assertThat(asAlice.send("bob", alice.peerId(), "as another").status()).isEqualTo(403);
        assertThat(new Client(suite.url(), "not.a.token")
                        .send(alice.peerId(), "bob", "x")
                        .status())
                .isEqualTo(401);
    }
}
