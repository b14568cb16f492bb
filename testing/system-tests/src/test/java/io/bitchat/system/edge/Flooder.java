package io.bitchat.system.edge;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * A peer that sends beacons of ever new peers, and lines over links that it opens again and again, as fast as it can.
 * Arguments: its own address, address and port of the node that it opens links to, seconds. Prints how much it sent.
 */
final class Flooder {
    private static final int GROUP_PORT = 9_999;

    private Flooder() {}

    public static void main(String[] args) throws Exception {
        long end =
                System.nanoTime() + Duration.ofSeconds(Long.parseLong(args[3])).toNanos();
        var lines = Thread.ofPlatform().start(() -> System.out.println("lines " + lines(args, end)));
        System.out.println("beacons " + beacons(args[0], end));
        lines.join();
    }

    private static long beacons(String own, long end) throws IOException {
        long sent = 0;
        try (var socket = new MulticastSocket()) {
            socket.setNetworkInterface(NetworkInterface.getByInetAddress(InetAddress.getByName(own)));
            var group = InetAddress.getByName("224.0.0.1");
            while (System.nanoTime() < end) {
                var beacon =
                        "{\"type\":\"discover\",\"peer_id\":\"flood-%d\",\"address\":\"%s:%d\",\"timestamp\":\"%s\"}"
                                .formatted(sent, own, 1_024 + sent % 60_000, Instant.now());
                var bytes = beacon.getBytes(StandardCharsets.UTF_8);
                socket.send(new DatagramPacket(bytes, bytes.length, group, GROUP_PORT));
                sent++;
            }
        }
        return sent;
    }

    private static long lines(String[] args, long end) {
        long sent = 0;
        while (System.nanoTime() < end) {
            try (var link = new Socket(args[1], Integer.parseInt(args[2]))) {
                var out = link.getOutputStream();
                while (System.nanoTime() < end) {
                    var line =
                            "{\"type\":\"chat\",\"sender\":\"mallory\",\"content\":\"%s\",\"timestamp\":\"%s\",\"sequence\":%d}\n"
                                    .formatted("x".repeat(1_000), Instant.now(), ++sent);
                    out.write(line.getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException _) {
                // thrown out; comes again at once
            }
        }
        return sent;
    }
}
