package io.bitchat.system.suite;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection to the gateway on which a test says what no client would. Each byte is one letter. */
public final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final Socket socket;

    public Wire(Suite suite) throws IOException {
        socket = new Socket("127.0.0.1", suite.port("gateway"));
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** The only request of a connection; all that is answered to it. */
    public static String ask(Suite suite, String line, String headers, String body) throws IOException {
        try (var wire = new Wire(suite)) {
            wire.say(line, headers + "Connection: close\r\n", body);
            return wire.rest();
        }
    }

    /** @param headers a line each, with its end */
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

    /** What comes before the other side ends the connection. */
    public String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
