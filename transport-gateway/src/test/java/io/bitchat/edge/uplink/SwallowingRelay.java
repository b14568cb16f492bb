package io.bitchat.edge.uplink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A line that can lose all that is sent over it, in both directions, while the sockets stay open. */
final class SwallowingRelay implements AutoCloseable {
    private final ServerSocket listening;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile boolean swallows;

    SwallowingRelay() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Begins to relay to this port of the machine; returns the port to connect to. */
    int to(int port) {
        Thread.ofVirtual().start(() -> accept(port));
        return listening.getLocalPort();
    }

    void swallow() {
        swallows = true;
    }

    private void accept(int port) {
        try {
            while (true) {
                var near = listening.accept();
                var far = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(near);
                sockets.add(far);
                Thread.ofVirtual().start(() -> pump(near, far));
                Thread.ofVirtual().start(() -> pump(far, near));
            }
        } catch (IOException _) {
            // the test has ended
        }
    }

    private void pump(Socket from, Socket to) {
        var buffer = new byte[8_192];
        try (from;
                to) {
            for (int n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                if (!swallows) to.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException _) {
            // the other side has closed
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : sockets) socket.close();
    }
}
