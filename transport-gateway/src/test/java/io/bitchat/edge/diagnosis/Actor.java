package io.bitchat.edge.diagnosis;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.edge.mesh.LanListener;
import io.bitchat.edge.mesh.LanNode;
import io.bitchat.edge.mesh.LanScope;
import io.bitchat.edge.mesh.socket.MulticastSockets;
import io.bitchat.lan.Event;
import io.bitchat.lan.Identity;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.wire.Beacon;
import io.bitchat.lan.wire.BeaconCodec;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.vertx.core.Vertx;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** What else runs in a namespace, until it is ended: a node, a program that holds the port, or a peer with a fault. */
final class Actor {
    private static final int BEACON_MILLIS = 200;

    private Actor() {}

    public static void main(String... args) throws Exception {
        switch (args[0]) {
            case "node" -> node(args[1]);
            case "hold" -> hold(Integer.parseInt(args[1]));
            case "peer" -> peer(args[1], Duration.parse(args[2]), args[3].equals("listening"));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void node(String name) throws Exception {
        var identity = new Identity(
                new PeerId(UUID.randomUUID().toString()), Ed25519KeyPair.generate(new SecureRandom()), null);
        var profile = new Profile(name, "", List.of("general"));
        LanNode.start(
                        Vertx.vertx(),
                        LanNode.Setup.of(identity, profile, new LanScope.AllInterfaces()),
                        new LanListener() {
                            @Override
                            public void delivered(Line line, int later, boolean verified) {}

                            @Override
                            public void happened(Event event) {
                                System.out.println(event);
                            }
                        })
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        System.out.println("ready");
        Thread.currentThread().join();
    }

    private static void hold(int port) throws Exception {
        try (var _ = new DatagramSocket(port)) {
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }

    private static void peer(String id, Duration ahead, boolean listening) throws Exception {
        var networks = new LanScope.AllInterfaces().networks();
        try (var server = new ServerSocket(0);
                var sockets = new MulticastSockets(MulticastSockets.standardGroup(), (_, _, _) -> {})) {
            int port = server.getLocalPort();
            if (!listening) server.close();
            sockets.use(networks);
            System.out.println("ready");
            while (true) {
                for (var network : networks) {
                    var address = new Endpoint(network.own(), port);
                    var beacon =
                            Beacon.plain(new PeerId(id), address, Instant.now().plus(ahead));
                    sockets.send(network, BeaconCodec.encode(beacon));
                }
                TimeUnit.MILLISECONDS.sleep(BEACON_MILLIS);
            }
        }
    }
}
