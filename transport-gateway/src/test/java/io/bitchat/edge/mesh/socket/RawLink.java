package io.bitchat.edge.mesh.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.crypto.noise.NoiseHandshake;
import io.bitchat.crypto.noise.NoiseRead;
import io.bitchat.crypto.noise.NoiseSession;
import io.bitchat.link.LinkIdentity;
import io.bitchat.link.handshake.LinkHandshakes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/** A plain socket that follows the protocol of encrypted links as far as a test wants. */
public final class RawLink implements AutoCloseable {
    public static final byte[] NOTHING = {};
    private static final int RECEIVE_BYTES = 4_096;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private NoiseSession session;

    public RawLink(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    public static RawLink to(int port) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_BYTES);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new RawLink(socket);
    }

    public static NoiseHandshake dialling(X25519KeyPair keys) {
        return new LinkHandshakes(new LinkIdentity(keys), new SecureRandom()).dialing();
    }

    public static NoiseHandshake accepting(X25519KeyPair keys) {
        return new LinkHandshakes(new LinkIdentity(keys), new SecureRandom()).accepting();
    }

    /** The whole handshake of the dialling side. */
    public RawLink shakeHands(X25519KeyPair keys) throws IOException {
        var handshake = dialling(keys);
        message(handshake.write(NOTHING));
        read(handshake);
        message(handshake.write(NOTHING));
        session = handshake.session();
        return this;
    }

    public void read(NoiseHandshake handshake) throws IOException {
        assertThat(handshake.read(message())).isInstanceOf(NoiseRead.Payload.class);
    }

    /** A message preceded by its length. */
    public void message(byte[] message) throws IOException {
        out.writeShort(message.length);
        out.write(message);
    }

    public byte[] message() throws IOException {
        var message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        return message;
    }

    /** Bytes as the content of one frame. */
    public void frame(byte[] content) throws IOException {
        message(session.encrypt(ByteBuffer.allocate(3 + content.length)
                .put((byte) (content.length >> 16))
                .putShort((short) content.length)
                .put(content)
                .array()));
    }

    public void raw(byte... bytes) throws IOException {
        out.write(bytes);
    }

    public int read() throws IOException {
        return in.read();
    }

    /** How long it takes until the other side closes the connection, whatever it sends before. */
    public Duration untilCutOff() {
        var since = Instant.now();
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (SocketTimeoutException e) {
            throw new AssertionError("not closed", e);
        } catch (IOException _) {
            // closed the hard way
        }
        return Duration.between(since, Instant.now());
    }

    public boolean isRefused() {
        try {
            out.write(1);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
