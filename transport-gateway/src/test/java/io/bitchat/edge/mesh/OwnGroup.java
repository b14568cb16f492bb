package io.bitchat.edge.mesh;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A multicast group of a test's own, so that no other node of the machine takes part. */
public final class OwnGroup {
    private OwnGroup() {}

    public static InetSocketAddress fresh() throws IOException {
        try (var free = new DatagramSocket()) {
            return new InetSocketAddress(InetAddress.getByName("224.0.0.1"), free.getLocalPort());
        }
    }
}
