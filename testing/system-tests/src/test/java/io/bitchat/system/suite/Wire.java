package io.bitchat.system.suite;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A raw connection to the gateway for requests that no client would send. Each byte is one char (ISO 8859-1). */
public final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final Socket socket;

    public Wire(Suite suite) throws IOException {
        socket = new Socket("127.0.0.1", suite.port("gateway"));
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Sends the only request of a connection; returns the whole answer. */
    public static String ask(Suite suite, String line, String headers, String body) throws IOException {
        try (var wire = new Wire(suite)) {
            wire.say(line, headers + "Connection: close\r\n", body);
            return wire.rest();
        }
    }

    /** @param headers header lines, each with its line end */
    public void say(String line, String headers, String body) throws IOException {
        say(line + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + body);
    }

    public void say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** The head of the next answer. */
    public String head() throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith(END_OF_HEAD)) {
            int one = socket.getInputStream().read();
            if (one < 0) break;
            head.write(one);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** Everything up to the end of the connection. */
    public String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
