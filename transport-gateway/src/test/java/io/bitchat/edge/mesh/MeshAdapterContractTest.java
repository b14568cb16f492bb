package io.bitchat.edge.mesh;

import io.bitchat.edge.adapter.OpenSockets;
import io.bitchat.edge.adapter.TransportAdapter;
import io.bitchat.edge.adapter.TransportAdapterContract;
import io.bitchat.lan.wire.Profile;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** The LAN mesh, with encrypted links on the loopback interface. */
class MeshAdapterContractTest extends TransportAdapterContract {
    private static final Vertx VERTX = Vertx.vertx();
    private InetSocketAddress group;

    @AfterAll
    static void stopAll() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Override
    protected TransportAdapter adapterOf(String peer) throws Exception {
        if (group == null) group = OwnGroup.fresh();
        var setup = LanNode.Setup.of(
                Member.secured(peer).identity,
                new Profile(peer, "", List.of("general")),
                new LanScope.ThisMachine(),
                group,
                0);
        return new MeshAdapter(VERTX, () -> setup);
    }

    @Override
    protected String threadPrefix() {
        return "lan-";
    }

    @Override
    protected long openSockets() throws Exception {
        return OpenSockets.count();
    }
}
