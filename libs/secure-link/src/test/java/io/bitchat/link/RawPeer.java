package io.bitchat.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.noise.NoiseHandshake;
import io.bitchat.crypto.noise.NoiseRead;
import io.bitchat.crypto.noise.NoiseSession;
import io.bitchat.link.handshake.LinkHandshakes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A peer with a plain socket and the keys, which follows the protocol as far as a test wants. */
final class RawPeer implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    RawPeer(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    NoiseSession shakeHands() throws IOException {
        var handshake = new LinkHandshakes(LinkIdentity.generate(Node.RANDOM), Node.RANDOM).dialing();
        send(handshake.write(new byte[0]));
        readInto(handshake);
        send(handshake.write(new byte[0]));
        return handshake.session();
    }

    void readInto(NoiseHandshake handshake) throws IOException {
        assertThat(handshake.read(receive())).isInstanceOf(NoiseRead.Payload.class);
    }

    /** A message preceded by its length. */
    void send(byte[] message) throws IOException {
        out.writeShort(message.length);
        out.write(message);
        out.flush();
    }

    void sendRaw(byte... bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    byte[] receive() throws IOException {
        var message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        return message;
    }

    /** Whether the other side closes the connection, whatever it sends before. */
    boolean isCutOff() {
        try {
            in.transferTo(DataOutputStream.nullOutputStream());
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
