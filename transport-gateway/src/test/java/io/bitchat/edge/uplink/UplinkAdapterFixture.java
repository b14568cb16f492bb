package io.bitchat.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.edge.adapter.AdapterListener;
import io.bitchat.transport.Availability;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.TransportId;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A node and a server that speaks as a suite does, and what the tests of the node's end of the uplink need of them. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class UplinkAdapterFixture {
    static final Ed25519KeyPair KEY = Ed25519KeyPair.fromSeed(new byte[32]);

    static Vertx vertx;

    final Node node = new Node();
    SuiteServer suite;
    UplinkAdapter adapter;

    /** The node, with the peers and answers that a test wants, and all that the adapter tells. */
    static final class Node implements Neighbourhood, AdapterListener {
        final Set<String> near = ConcurrentHashMap.newKeySet();
        final List<String> given = new CopyOnWriteArrayList<>();
        final List<Boolean> availability = new CopyOnWriteArrayList<>();
        final List<Boolean> observed = new CopyOnWriteArrayList<>();

        @Override
        public Set<String> near() {
            return near;
        }

        @Override
        public boolean isNear(String peer) {
            return near.contains(peer);
        }

        @Override
        public CompletionStage<Taken> deliver(Message message) {
            // later and on another thread, as the router answers
            return CompletableFuture.supplyAsync(() -> {
                given.add(message.key().id());
                return new Taken.Delivered("mesh");
            });
        }

        @Override
        public void arrived(TransportId transport) {}

        @Override
        public void availabilityChanged(TransportId transport, boolean available) {
            availability.add(available);
        }

        @Override
        public void receiverSeen(TransportId transport, String receiver) {}
    }

    @BeforeAll
    static void begin() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void end() {
        vertx.close();
    }

    @BeforeEach
    final void make() throws Exception {
        suite = new SuiteServer(vertx, 0);
        node.near.add("roof");
        adapter = adapter(suite.address());
    }

    @AfterEach
    final void stopAll() throws Exception {
        ChannelPair.of(adapter.stop());
        suite.close();
    }

    /** The pauses are not shortened: 200, 400, 800 ms and so on. */
    final UplinkAdapter adapter(URI address) {
        var made = new UplinkAdapter(vertx, new UplinkAdapter.Setup(address, "roof", new NodeKey(KEY)), node, () -> 0L);
        made.observe(node.observed::add);
        return made;
    }

    static ConditionFactory soon() {
        return await().pollInterval(5, TimeUnit.MILLISECONDS).atMost(Duration.ofSeconds(15));
    }

    final void start() throws Exception {
        assertThat(ChannelPair.of(adapter.start(node))).isTrue();
    }

    final void join() throws Exception {
        start();
        soon().until(adapter::isAvailable);
    }

    final Availability.Unavailable why() {
        return (Availability.Unavailable) adapter.state("bob").availability();
    }

    static Message message(String id) {
        return Message.of(new MessageKey("alice", id, "bob"), Bytes.copyOf(new byte[4]), Instant.EPOCH);
    }
}
