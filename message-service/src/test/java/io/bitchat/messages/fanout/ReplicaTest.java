package io.bitchat.messages.fanout;

import static io.bitchat.messages.Api.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.kit.codec.EventCodec;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.event.EventProducer;
import io.bitchat.messages.RealServers;
import io.bitchat.messages.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class ReplicaTest {
    @Inject
    EventCodec codec;

    @Inject
    EventProducer producer;

    @Inject
    Transactions transactions;

    @Inject
    FanOutTransaction fanOut;

    @Inject
    Pool pool;

    /** The periodic check runs every 15 s: it alone would need at least a minute for five messages. */
    @Test
    void whatAnotherReplicaStoredIsPushedHereWhenItTells() throws Exception {
        var bob = someone("bob");
        var group = new GroupFeed(codec, producer, List.of(bob));
        long start = System.nanoTime();
        try (var socket = TestSocket.open(bob)) {
            assertThat(socket.isQuiet()).isTrue();
            for (int i = 1; i <= 5; i++) {
                anotherReplicaStores(group.event("m" + i));
                assertThat(socket.messages(1)).containsExactly("m" + i);
            }
            assertThat(socket.isQuiet()).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(45));
    }

    @Test
    void whatAReplicaSaysItselfAndWhatIsNoListIsNoNews() {
        var id = UUID.randomUUID();
        assertThat(ReplicaNotifier.heard("r1 " + id + "," + id, "r2")).containsExactly(id, id);
        assertThat(ReplicaNotifier.heard("r1 " + id, "r1")).isEmpty();
        assertThat(ReplicaNotifier.heard("r1 ", "r2")).isEmpty();
        assertThat(ReplicaNotifier.heard("", "r2")).isEmpty();
    }

    private void anotherReplicaStores(io.bitchat.contracts.groups.GroupMessageEvent event) {
        var stored = transactions
                .run(connection -> fanOut.run(connection, List.of(event)))
                .await()
                .indefinitely();
        var ids = stored.batch().messages().stream()
                .map(told -> told.message().id().toString())
                .collect(Collectors.joining(","));
        pool.preparedQuery("select pg_notify('fanout_messages', $1)")
                .execute(Tuple.of(UUID.randomUUID() + " " + ids))
                .await()
                .indefinitely();
    }
}
