package io.bitchat.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that controls what it sends, when, and whether it reads. */
public final class RawClient implements AutoCloseable {
    private final Socket socket;

    public RawClient(int port) throws IOException {
        this(port, "127.0.0.1");
    }

    /** @param from an address of the loopback network, which has many */
    public RawClient(int port, String from) throws IOException {
        socket = new Socket();
        socket.bind(new java.net.InetSocketAddress(from, 0));
        // small, so that unread bytes do not all fit into the kernel's buffers
        socket.setReceiveBufferSize(4 << 10);
        socket.setSoTimeout(25_000);
        socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Many clients that have sent the same text. */
    static List<RawClient> crowd(int port, int size, String text) throws IOException {
        List<RawClient> crowd = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            var client = new RawClient(port);
            crowd.add(client);
            client.send(text);
        }
        return crowd;
    }

    static void leave(List<RawClient> crowd) throws IOException {
        for (RawClient client : crowd) {
            client.close();
        }
    }

    public static String head(String line, String... headers) {
        return line + " HTTP/1.1\r\nHost: localhost\r\n"
                + String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList()) + "\r\n";
    }

    public void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    /** Reads until the gateway closes. */
    String readAll() throws IOException {
        return Suite.readAll(in());
    }

    /** Reads up to and with a text, or until the gateway closes: the connection may stay open for more. */
    public String readUntil(String end) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = in().read();
            if (next < 0) break;
            text.append((char) next);
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
