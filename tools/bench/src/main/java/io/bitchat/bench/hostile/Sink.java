package io.bitchat.bench.hostile;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.noise.NoiseHandshake;
import io.bitchat.crypto.noise.NoisePattern;
import io.bitchat.crypto.noise.NoiseSetup;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Accepts links like a site and discards all frames: the target of the control blocks, in which the attacker harms
 * nobody.
 */
final class Sink implements AutoCloseable {
    private static final byte[] NOTHING = {};

    private final PlayedSite self = PlayedSite.fresh("sink");
    private final NoiseSetup setup = NoiseSetup.of(NoisePattern.XX)
            .withPrologue(Bytes.copyOf("bitchat-link/1".getBytes(StandardCharsets.US_ASCII)))
            .withOwnStatic(self.link());
    private final ServerSocket server;

    Sink() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("sink").start(this::accept);
    }

    PlayedSite self() {
        return self;
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.ofPlatform().daemon().name("sink-link").start(() -> swallow(socket));
            } catch (IOException _) {
                return; // the server socket was closed
            }
        }
    }

    private void swallow(Socket socket) {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            var handshake = setup.responder(new SecureRandom());
            handshake.read(in.readNBytes(in.readUnsignedShort()));
            write(handshake, socket.getOutputStream());
            handshake.read(in.readNBytes(in.readUnsignedShort()));
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // the attacker has closed the link
        }
    }

    private static void write(NoiseHandshake handshake, OutputStream out) throws IOException {
        var message = handshake.write(NOTHING);
        out.write(ByteBuffer.allocate(2 + message.length)
                .putShort((short) message.length)
                .put(message)
                .array());
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
