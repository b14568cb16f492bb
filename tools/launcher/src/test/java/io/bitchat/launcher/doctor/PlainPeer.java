package io.bitchat.launcher.doctor;

import io.bitchat.edge.mesh.LanScope;
import io.bitchat.edge.mesh.socket.MulticastSockets;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.wire.Beacon;
import io.bitchat.lan.wire.BeaconCodec;
import io.bitchat.lan.wire.PeerId;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A peer that sends beacons and accepts connections, in a process of its own until it is ended. */
final class PlainPeer {
    private PlainPeer() {}

    public static void main(String... args) throws Exception {
        var networks = new LanScope.AllInterfaces().networks();
        try (var server = new ServerSocket(0);
                var sockets = new MulticastSockets(MulticastSockets.standardGroup(), (_, _, _) -> {})) {
            sockets.use(networks);
            System.out.println("ready");
            while (true) {
                for (var network : networks) {
                    var address = new Endpoint(network.own(), server.getLocalPort());
                    sockets.send(
                            network, BeaconCodec.encode(Beacon.plain(new PeerId(args[0]), address, Instant.now())));
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }
}
