package io.bitchat.testkit.network;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** Runs in a namespace: accepts TCP connections, sends datagrams, or counts those that arrive. */
final class Sockets {
    static final int PORT = 5_000;
    /** After the first datagram; then no more come. */
    private static final int SILENCE_MILLIS = 1_500;

    private Sockets() {}

    public static void main(String... args) throws Exception {
        switch (args[0]) {
            case "accept" -> accept();
            case "count" -> count();
            case "send" -> send(args[1], Integer.parseInt(args[2]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void accept() throws Exception {
        try (var server = new ServerSocket(PORT)) {
            System.out.println("ready");
            while (true) server.accept().close();
        }
    }

    private static void count() throws Exception {
        try (var socket = new DatagramSocket(PORT)) {
            System.out.println("ready");
            var packet = new DatagramPacket(new byte[8], 8);
            int count = 0;
            try {
                while (true) {
                    socket.receive(packet);
                    count++;
                    socket.setSoTimeout(SILENCE_MILLIS);
                }
            } catch (SocketTimeoutException _) {
                System.out.println(count);
            }
        }
    }

    private static void send(String host, int count) throws Exception {
        try (var socket = new DatagramSocket()) {
            for (int i = 0; i < count; i++) {
                socket.send(new DatagramPacket(new byte[8], 8, new InetSocketAddress(host, PORT)));
                // the buffer of the other side must not be what loses them
                if (i % 20 == 0) TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }
}
