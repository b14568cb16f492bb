package io.bitchat.launcher.s3;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A proxy in front of a server that refuses requests not signed with the SHA-256 of their content, as a bucket policy
 * may require. One request per connection.
 */
final class InsistingGate implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *([0-9]+)");
    private static final Pattern CONNECTION = Pattern.compile("(?im)^connection:.*\\r\\n");
    private static final Pattern UNSIGNED = Pattern.compile("(?im)^x-amz-content-sha256: *UNSIGNED-PAYLOAD");
    private static final String REFUSAL =
            "<Error><Code>AccessDenied</Code><Message>sign what you send</Message></Error>";

    private final ServerSocket server;
    private final int target;

    /** @param target port of the server on this machine */
    InsistingGate(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
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
            var length = LENGTH.matcher(head);
            var body = client.getInputStream().readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
            if (UNSIGNED.matcher(head).find()) refuse(client);
            else handOn(client, head, body);
        } catch (IOException _) {
            // one side has closed; the other sees that
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int one = in.read();
            if (one < 0) throw new EOFException();
            head.write(one);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void refuse(Socket client) throws IOException {
        var answer = "HTTP/1.1 403 Forbidden\r\nContent-Type: application/xml\r\nContent-Length: " + REFUSAL.length()
                + "\r\nConnection: close\r\n\r\n" + REFUSAL;
        client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void handOn(Socket client, String head, byte[] body) throws IOException {
        var closing = CONNECTION.matcher(head).replaceAll("").replaceFirst("\r\n", "\r\nConnection: close\r\n");
        try (var upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
            upstream.getOutputStream().write(closing.getBytes(StandardCharsets.ISO_8859_1));
            upstream.getOutputStream().write(body);
            upstream.getInputStream().transferTo(client.getOutputStream());
        }
    }
}
