package io.bitchat.messages;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket client with full control over every bit. */
final class RawSocket implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int MASKED = 0x80;
    private static final int SHORT = 126;

    private final Socket socket;
    private final DataInputStream in;

    private RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** A frame from the server. */
    record Frame(int opcode, byte[] payload) {
        int closeCode() {
            return ByteBuffer.wrap(payload).getShort();
        }
    }

    static RawSocket open(String peerId) throws IOException {
        var raw = new RawSocket(new Socket(InetAddress.getLoopbackAddress(), RestAssured.port));
        raw.socket.setSoTimeout(PATIENCE_MILLIS);
        raw.socket
                .getOutputStream()
                .write(("GET /api/bitchat/ws/" + peerId + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Extensions: permessage-deflate\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) head.write(raw.in.readByte());
        if (!head.toString(StandardCharsets.US_ASCII).startsWith("HTTP/1.1 101")) {
            throw new AssertionError(head.toString(StandardCharsets.US_ASCII));
        }
        return raw;
    }

    /** @param first first byte of the frame: FIN, reserved bits and opcode */
    void frame(int first, byte[] payload) throws IOException {
        write(first, payload, MASKED, new byte[4]); // a mask of zeros changes nothing
    }

    void unmasked(int first, byte[] payload) throws IOException {
        write(first, payload, 0, new byte[0]);
    }

    private void write(int first, byte[] payload, int masked, byte[] mask) throws IOException {
        var frame = new ByteArrayOutputStream();
        frame.write(first);
        frame.write(masked | payload.length);
        frame.writeBytes(mask);
        frame.writeBytes(payload);
        socket.getOutputStream().write(frame.toByteArray());
    }

    Frame next() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte();
        if (length == SHORT) length = in.readUnsignedShort();
        var payload = new byte[length];
        in.readFully(payload);
        return new Frame(opcode, payload);
    }

    String text() throws IOException {
        return new String(next().payload(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
