package io.bitchat.system.sites;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way between two sites that can be cut. */
final class LinkProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    /** @param target port on this machine */
    LinkProxy(int target) {
        this.target = target;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Nothing passes any more. */
    void cut() {
        cut = true;
        open.forEach(LinkProxy::end);
        open.clear();
    }

    void heal() {
        cut = false;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                if (cut) end(client);
                else join(client, new Socket(InetAddress.getLoopbackAddress(), target));
            } catch (IOException _) {
                // the target is away, or the test is over
            }
        }
    }

    private void join(Socket client, Socket other) {
        open.add(client);
        open.add(other);
        Thread.ofVirtual().start(() -> carry(client, other));
        Thread.ofVirtual().start(() -> carry(other, client));
    }

    private static void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // one end is gone; the other one follows
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is gone already
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
