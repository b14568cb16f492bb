package io.bitchat.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds free TCP ports. Another process can take a port before it is used; callers report that as a failed start. */
public final class FreePorts {
    private FreePorts() {}

    /** A free port on the loopback interface. */
    public static int next() {
        return take(1).getFirst();
    }

    /** Distinct free ports: all are held open until the last is known. */
    public static List<Integer> take(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new EmbeddedException("no free TCP port: " + e.getMessage(), e);
        } finally {
            held.forEach(FreePorts::close);
        }
    }

    /** Returns true if a server could listen on this port now. */
    public static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new EmbeddedException("port " + socket.getLocalPort() + " cannot be given back", e);
        }
    }
}
