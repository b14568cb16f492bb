package io.bitchat.edge.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.edge.adapter.OpenSockets;
import io.bitchat.lan.registry.Peer.Connection;
import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nodes leave behind when they have stopped: nothing. A timer or a hook that is left would hold its node. */
class StartStopTest {
    private static final int TIMES = Boolean.getBoolean("bitchat.full") ? 100 : 20;
    /** Before and after the id of the standing node, since the smaller one dials. */
    private static final String DIALS = "a-";

    private static final String ACCEPTS = "z-";

    private final Vertx vertx = Vertx.vertx();
    private final List<WeakReference<LanNode>> stopped = new ArrayList<>();
    private InetSocketAddress group;

    @BeforeEach
    void chooseGroup() throws Exception {
        group = OwnGroup.fresh();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void plainNodesLeaveNothing() throws Exception {
        startAndStop(Member.plain("warm-up"));
        var threads = threads();
        long sockets = OpenSockets.count();

        for (int i = 0; i < TIMES; i++) startAndStop(Member.plain("plain-" + i));

        assertNothingIsLeft(threads, sockets);
    }

    @Test
    void nodesWithAnEncryptedLinkLeaveNothing() throws Exception {
        var standing = Member.secured("z").start(vertx, group, "standing");
        try {
            linkAndStop(standing, "warm-up");
            var threads = threads();
            long sockets = OpenSockets.count();

            for (int i = 0; i < TIMES; i++) linkAndStop(standing, (i % 2 == 0 ? DIALS : ACCEPTS) + i);

            assertNothingIsLeft(threads, sockets);
        } finally {
            standing.node.close();
        }
    }

    private void startAndStop(Member member) throws Exception {
        var node = member.start(vertx, group, "").node;
        node.close();
        stopped.add(new WeakReference<>(node));
    }

    private void linkAndStop(Member standing, String id) throws Exception {
        var node = Member.secured(id).start(vertx, group, "").node;
        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(standing.connections()).containsExactly(Connection.SECURED));
        node.close();
        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(20))
                .until(() -> standing.links() == 0);
        stopped.add(new WeakReference<>(node));
    }

    private void assertNothingIsLeft(Set<String> threads, long sockets) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            System.gc();
            assertThat(threads()).isSubsetOf(threads);
            assertThat(OpenSockets.count()).isLessThanOrEqualTo(sockets);
            assertThat(stopped.stream().filter(node -> !node.refersTo(null)).count())
                    .as("nodes that something still holds")
                    .isZero();
        });
    }

    private static Set<String> threads() {
        var names = new TreeSet<String>();
        Thread.getAllStackTraces().keySet().forEach(thread -> {
            if (thread.getName().startsWith("lan-")) names.add(thread.getName() + thread.threadId());
        });
        return names;
    }
}
