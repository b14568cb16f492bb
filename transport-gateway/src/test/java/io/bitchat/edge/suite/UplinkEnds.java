package io.bitchat.edge.suite;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.edge.uplink.Neighbourhood;
import io.bitchat.edge.uplink.NodeKey;
import io.bitchat.edge.uplink.SuiteServer;
import io.bitchat.edge.uplink.UplinkAdapter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ServerWebSocket;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A suite that nodes join over a real server, as they do outside of tests: one at a time, and each with nodes of its own. */
final class UplinkEnds implements AutoCloseable {
    /** Begin of the names of the threads of both ends. */
    static final String THREADS = "vert.x-";

    private static final int LOOPS = 2;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
    private final SuiteServer server;
    private volatile @Nullable SuiteAdapter suite;
    private @Nullable Delegations delegations;

    UplinkEnds() throws Exception {
        server = new SuiteServer(vertx, this::joined);
    }

    private void joined(String node, ServerWebSocket socket) {
        var open = suite;
        if (open == null) socket.close();
        else NodeSocket.join(vertx, open, node, socket);
    }

    /** The suite's end. */
    SuiteAdapter suite(String own, Facts facts, Path folder) throws Exception {
        closeDelegations();
        var opened = Delegations.open(folder.resolve("delegations.db"));
        delegations = opened;
        var made = new SuiteAdapter(facts, new Trust(opened, Trust.Carry.ANYONE), own);
        suite = made;
        return made;
    }

    /** The end of a node, which joins the suite at its start. */
    UplinkAdapter node(String id, Neighbourhood neighbourhood) {
        var key = new NodeKey(Ed25519KeyPair.fromSeed(new byte[32]));
        var setup = new UplinkAdapter.Setup(server.address(), id, key);
        return new UplinkAdapter(vertx, setup, neighbourhood, () -> 0L);
    }

    private void closeDelegations() {
        if (delegations != null) delegations.close();
    }

    @Override
    public void close() {
        closeDelegations();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
