package io.bitchat.system.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP connection that can be cut: connections through it break at once, and new ones are refused until it is restored. */
final class Cable implements AutoCloseable {
    private final int target;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    /** @param target port on this machine to which it leads */
    Cable(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void cut() {
        cut = true;
        open.forEach(Cable::close);
    }

    void restore() {
        cut = false;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                if (cut) close(client);
                else Thread.ofVirtual().start(() -> join(client));
            } catch (IOException _) {
                // closed
            }
        }
    }

    private void join(Socket client) {
        try (client;
                var service = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(client);
            open.add(service);
            // cut while it was being opened
            if (cut) return;
            var back = Thread.ofVirtual().start(() -> copy(service, client));
            copy(client, service);
            back.join();
        } catch (IOException | InterruptedException _) {
            // one of them has gone
        } finally {
            open.remove(client);
        }
    }

    private void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // cut, or one of them has gone
        } finally {
            close(from);
            close(to);
            open.remove(from);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // is closed
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
