package io.bitchat.peers.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.contracts.groups.GroupMessageEvent.Delivered;
import io.bitchat.kit.codec.EncodedEvent;
import io.bitchat.kit.codec.EventCodec;
import io.bitchat.kit.event.EventProducer;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.peers.RealServers;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class GroupCountsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Pool pool;

    @Inject
    EventCodec codec;

    @Inject
    EventProducer producer;

    private final String group = "group_" + UUID.randomUUID();
    private final String alice = "alice-" + group;
    private final String bob = "bob-" + group;
    private final String carol = "carol-" + group;

    private record Counts(long sent, long received) {}

    @BeforeEach
    void aliceAndBobAreRegistered() {
        for (var peer : List.of(alice, bob)) {
            pool.preparedQuery("insert into peers (id, peer_id, public_key, last_seen, is_online, created_at)"
                            + " values (gen_random_uuid(), $1, 'k', now(), false, now())")
                    .executeAndAwait(Tuple.of(peer));
        }
    }

    @Test
    void aGroupMessageCountsOnceForItsAuthorAndForEachOtherMember() {
        publish(message(1));
        publish(message(2));

        await().atMost(PATIENCE).until(() -> counts(bob).equals(new Counts(0, 2)));
        assertThat(counts(alice)).isEqualTo(new Counts(2, 0));
    }

    @Test
    void aRedeliveredEventDoesNotCountAgain() {
        var first = message(1);
        publish(first);
        publish(first);
        publish(message(2));

        // the same partition: what was redelivered was consumed before the last one
        await().atMost(PATIENCE).until(() -> counts(bob).received() >= 2);
        assertThat(counts(bob)).isEqualTo(new Counts(0, 2));
        assertThat(counts(alice)).isEqualTo(new Counts(2, 0));
    }

    @Test
    void whatAMemberGotBeforeItRegisteredIsKept() {
        publish(message(1));

        await().atMost(PATIENCE).until(() -> early(carol) == 1);
    }

    private EncodedEvent message(long sequence) {
        var now = Instant.now();
        return codec.encode(
                new Delivered(
                        UUID.randomUUID().toString(),
                        now,
                        group,
                        alice,
                        sequence,
                        sequence,
                        "x",
                        "AES-256-GCM",
                        null,
                        now,
                        3_600,
                        0,
                        List.of(alice, bob, carol)),
                TraceContext.start());
    }

    private void publish(EncodedEvent event) {
        producer.send(event).join();
    }

    private Counts counts(String peerId) {
        var row = pool.preparedQuery("select messages_sent, messages_received from peers where peer_id = $1")
                .executeAndAwait(Tuple.of(peerId))
                .iterator()
                .next();
        return new Counts(row.getLong(0), row.getLong(1));
    }

    private long early(String peerId) {
        var rows = pool.preparedQuery("select messages_received from early_counts where peer_id = $1")
                .executeAndAwait(Tuple.of(peerId));
        return rows.size() == 0 ? 0 : rows.iterator().next().getLong(0);
    }
}
