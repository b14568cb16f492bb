package io.bitchat.edge.suite;

import io.bitchat.edge.adapter.OpenSockets;
import io.bitchat.edge.adapter.TransportAdapter;
import io.bitchat.edge.adapter.TransportAdapterContract;
import io.bitchat.edge.uplink.UplinkAdapter;
import io.bitchat.transport.Message;
import io.bitchat.transport.Reach;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The suite's end of the uplink: the node of the suite, {@code alice}, sends to {@code bob}, who is a node. */
class SuiteEndContractTest extends TransportAdapterContract {
    private static UplinkEnds ends;

    @TempDir
    private Path folder;

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
        return peer.equals("alice")
                ? ends.suite(peer, new RecordedFacts(), folder)
                : new CarryingNode(ends, peer, "alice");
    }

    @Override
    protected String threadPrefix() {
        return UplinkEnds.THREADS;
    }

    @Override
    protected long openSockets() throws Exception {
        return OpenSockets.count();
    }

    /** A node is between the suite and the peer. */
    @Override
    protected Class<? extends Reach> reachOfTheOther() {
        return Reach.Relayed.class;
    }

    /** A suite without nodes opens nothing that it could leave open. */
    @Override
    protected boolean livesTogether() {
        return true;
    }

    @Override
    protected Message asCarried(Message message) {
        return message.withType(UplinkAdapter.OF_SUITE);
    }
}
