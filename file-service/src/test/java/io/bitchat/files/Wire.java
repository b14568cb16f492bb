package io.bitchat.files;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Raw connections for requests that no HTTP client would send. */
public final class Wire {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private Wire() {}

    /**
     * Begins a request.
     *
     * @param line method and path
     * @param rest headers, an empty line, and the part of the body to send now
     */
    public static Socket open(String line, String rest) throws IOException {
        var socket = new Socket("localhost", RestAssured.port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.getOutputStream()
                .write((line + " HTTP/1.1\r\nHost: localhost\r\n" + rest).getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return socket;
    }

    /** Status of the response; 0 if there is none. */
    public static int status(Socket socket) throws IOException {
        var begin = new String(socket.getInputStream().readNBytes(STATUS_AT + 3), StandardCharsets.US_ASCII);
        return begin.length() < STATUS_AT + 3 ? 0 : Integer.parseInt(begin.substring(STATUS_AT));
    }
}
