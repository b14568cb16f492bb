package io.bitchat.groups;

import static io.bitchat.groups.Api.group;
import static io.bitchat.groups.Api.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.contracts.peers.PeerEvent;
import io.bitchat.kit.auth.TokenGenerations;
import io.bitchat.kit.auth.VerifiedToken;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.trace.TraceContext;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class PeersTest {
    @Inject
    Rows rows;

    @Inject
    Transactions transactions;

    @Inject
    Outbox outbox;

    @Inject
    TokenGenerations generations;

    @Test
    void whoIsNamedIsAStubUntilItRegistersAndItsTokensAreKnown() {
        var alice = someone("alice");
        group(alice);
        assertThat(isRegistered(alice)).isFalse();

        tell(new PeerEvent.Retired(alice, Instant.now(), 3, "left"));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> rows.one("select token_generation from known_peers where peer_id = $1", alice)
                                .getLong(0)
                        == 3);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !generations.accepts(new VerifiedToken(alice, 2, Instant.MAX)));
    }

    private boolean isRegistered(String peerId) {
        return rows.one("select registered from known_peers where peer_id = $1", peerId)
                .getBoolean(0);
    }

    /** The events that peer-service would publish. */
    private void tell(PeerEvent event) {
        transactions
                .run(connection -> outbox.append(connection, List.of(new Outbox.Entry(event, TraceContext.start()))))
                .await()
                .indefinitely();
    }
}
