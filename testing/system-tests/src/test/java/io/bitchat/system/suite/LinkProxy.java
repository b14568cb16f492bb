package io.bitchat.system.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy that can be cut: connections through it break at once, and new ones until it is healed. */
public final class LinkProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    /** @param target port on this machine */
    public LinkProxy(int target) {
        this.target = target;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Stops all traffic. */
    public void cut() {
        cut = true;
        open.forEach(LinkProxy::end);
        open.clear();
    }

    public void heal() {
        cut = false;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                if (cut) end(client);
                else join(client, new Socket(InetAddress.getLoopbackAddress(), target));
            } catch (IOException _) {
                // the target is down, or the test has ended
            }
        }
    }

    private void join(Socket client, Socket other) {
        open.add(client);
        open.add(other);
        if (cut) {
            // in this moment, so that the cut may have missed them
            end(client);
            end(other);
        }
        Thread.ofVirtual().start(() -> carry(client, other));
        Thread.ofVirtual().start(() -> carry(other, client));
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // one side has closed; the other is closed next
        } finally {
            open.remove(from);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // already closed
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
