package io.bitchat.launcher.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocketFactory;

/**
 * An HTTP proxy (RFC 9112, section 3.2.2) in front of one server that injects a fault into each request. One request
 * per connection.
 */
final class FaultProxy implements AutoCloseable {
    private static final int MAX_HEAD = 1 << 16;
    private static final int BUFFER = 1 << 16;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final URI target;
    private final ServerSocket server;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private volatile Fault fault = new Fault.None();

    /** The fault injected into a request. */
    sealed interface Fault {
        record None() implements Fault {}

        /** Forwards the request late. */
        record Delay(Duration by) implements Fault {}

        /** Answers this many requests with 503. */
        record Busy(int times) implements Fault {}

        /** Truncates the answer after this many bytes. */
        record Cut(int after) implements Fault {}
    }

    FaultProxy(URI target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("fault-proxy").start(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    /** Number of requests received. */
    int requests() {
        return requests.get();
    }

    void play(Fault next) {
        if (next instanceof Fault.Busy(int times)) busy.set(times);
        fault = next;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                var client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException _) {
            // the server socket was closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            var head = head(client.getInputStream());
            requests.incrementAndGet();
            switch (fault) {
                case Fault.None() -> handOn(client, head, Long.MAX_VALUE);
                case Fault.Delay(Duration by) -> {
                    LockSupport.parkNanos(by.toNanos());
                    handOn(client, head, Long.MAX_VALUE);
                }
                case Fault.Busy _ -> {
                    if (busy.getAndDecrement() > 0) refuse(client, head);
                    else handOn(client, head, Long.MAX_VALUE);
                }
                case Fault.Cut(int after) -> handOn(client, head, after);
            }
        } catch (IOException _) {
            // one side has closed; the other sees that
        }
    }

    /** Reads the whole body first: the client may lose an answer that is sent before the end of the body. */
    private static void refuse(Socket client, String head) throws IOException {
        copy(client.getInputStream(), OutputStream.nullOutputStream(), lengthOf(head));
        client.getOutputStream()
                .write("HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
    }

    private void handOn(Socket client, String head, long atMost) throws IOException {
        try (var upstream = connect()) {
            var out = upstream.getOutputStream();
            out.write(forServer(head).getBytes(StandardCharsets.ISO_8859_1));
            copy(client.getInputStream(), out, lengthOf(head));
            out.flush();
            copy(upstream.getInputStream(), client.getOutputStream(), atMost);
        }
    }

    private Socket connect() throws IOException {
        boolean secure = target.getScheme().equals("https");
        int port = target.getPort() == -1 ? (secure ? HTTPS : HTTP) : target.getPort();
        return secure
                ? SSLSocketFactory.getDefault().createSocket(target.getHost(), port)
                : new Socket(target.getHost(), port);
    }

    /** Replaces the absolute URL by the path, and lets the end of the connection delimit the answer. */
    private static String forServer(String head) {
        var changed = new StringBuilder();
        for (var line : head.split("\r\n", -1)) {
            var name = line.toLowerCase(Locale.ROOT);
            if (name.startsWith("connection:") || name.startsWith("proxy-connection:")) continue;
            if (changed.isEmpty()) {
                changed.append(line.replaceFirst(" http://[^/ ]+", " ")).append("\r\nConnection: close\r\n");
            } else if (!line.isEmpty()) {
                changed.append(line).append("\r\n");
            }
        }
        return changed.append("\r\n").toString();
    }

    private static long lengthOf(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int ends = 0;
        while (ends < 4) {
            int one = in.read();
            if (one < 0 || head.size() == MAX_HEAD) throw new IOException("no head of a request");
            head.write(one);
            boolean expected = one == (ends % 2 == 0 ? '\r' : '\n');
            ends = expected ? ends + 1 : one == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void copy(InputStream in, OutputStream out, long atMost) throws IOException {
        var buffer = new byte[BUFFER];
        long left = atMost;
        while (left > 0) {
            int came = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (came < 0) return;
            out.write(buffer, 0, came);
            left -= came;
        }
    }
}
