package io.bitchat.edge.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.edge.adapter.OpenSockets;
import io.bitchat.edge.adapter.TransportAdapter;
import io.bitchat.edge.adapter.TransportAdapterContract;
import io.bitchat.transport.Reach;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node's end of the uplink: the node {@code alice} sends to {@code bob}, the node of the suite. */
class NodeEndContractTest extends TransportAdapterContract {
    private static UplinkEnds ends;

    @TempDir
    private Path folder;

    private TransportAdapter node;

    @BeforeAll
    static void listen() throws Exception {
        ends = new UplinkEnds();
    }

    @AfterAll
    static void close() {
        ends.close();
    }

    @Override
    protected TransportAdapter adapterOf(String peer) throws Exception {
        if (peer.equals("bob")) return ends.suite(peer, new RecordedFacts(), folder);
        node = new CarryingNode(ends, peer, "bob");
        return node;
    }

    @Override
    protected String threadPrefix() {
        return UplinkEnds.THREADS;
    }

    @Override
    protected long openSockets() throws Exception {
        return OpenSockets.count();
    }

    /** The suite is between a node and the peer. */
    @Override
    protected Class<? extends Reach> reachOfTheOther() {
        return Reach.Relayed.class;
    }

    /** It works when the suite has let it in. */
    @Override
    protected boolean worksAlone() {
        return false;
    }

    /**
     * A node does not know the peers of the suite: whoever is not near the node may be one, and the suite keeps the
     * message of a peer that is away. So the way is excluded only to those near the node.
     */
    @Test
    @Override
    protected void doesNotReachAPeerThatIsNotThere() throws Exception {
        startBoth();

        assertThat(node.state("nobody").reach()).isEqualTo(Reach.RELAYED);
        assertThat(node.state("alice").reach()).isEqualTo(Reach.UNREACHABLE);
    }

    /** All peers of the suite come into reach at once: the node tells that the transport works, and names none. */
    @Test
    @Override
    protected void tellsWhenAReceiverComesIntoReach() throws Exception {
        startBoth();

        assertThat(heardByAlice.availability).containsExactly(true);
        assertThat(heardByAlice.receivers).isEmpty();
    }
}
