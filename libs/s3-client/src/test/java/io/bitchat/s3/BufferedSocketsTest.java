package io.bitchat.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BufferedSocketsTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final BufferedSockets sockets = new BufferedSockets();
    private final List<Socket> opened = new ArrayList<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, HERE);
    }

    @AfterEach
    void close() throws IOException {
        for (var socket : opened) socket.close();
        server.close();
    }

    @Test
    void whatIsWrittenIsSentOnceItIsFlushed() throws IOException {
        var client = sockets.createSocket();
        opened.add(client);
        client.connect(server.getLocalSocketAddress());
        var other = accepted();

        client.getOutputStream().write(new byte[] {1, 2});
        client.getOutputStream().write(3);
        assertThat(other.getInputStream().available()).isZero();
        client.getOutputStream().flush();

        assertThat(other.getInputStream().readNBytes(3)).containsExactly(1, 2, 3);
    }

    /** Two streams would fail: the first would read ahead bytes that the second misses. */
    @Test
    void whatCameIsReadWhateverStreamIsAskedFor() throws IOException {
        var client = sockets.createSocket();
        opened.add(client);
        client.connect(server.getLocalSocketAddress());
        accepted().getOutputStream().write(new byte[] {1, 2, 3, 4});

        assertThat(client.getInputStream().readNBytes(1)).containsExactly(1);
        assertThat(client.getInputStream().readNBytes(3)).containsExactly(2, 3, 4);
    }

    @Test
    void connectsInEveryWayThatASocketFactoryKnows() throws IOException {
        int port = server.getLocalPort();
        var name = HERE.getHostAddress();

        opened.add(sockets.createSocket(name, port));
        opened.add(sockets.createSocket(HERE, port));
        opened.add(sockets.createSocket(name, port, HERE, 0));
        opened.add(sockets.createSocket(HERE, port, HERE, 0));

        assertThat(opened).allSatisfy(socket -> assertThat(socket.getRemoteSocketAddress())
                .isEqualTo(new InetSocketAddress(HERE, port)));
    }

    @Test
    void saysThatNothingListens() throws IOException {
        int port = server.getLocalPort();
        server.close();

        assertThatThrownBy(() -> sockets.createSocket(HERE, port)).isInstanceOf(ConnectException.class);
    }

    private Socket accepted() throws IOException {
        var socket = server.accept();
        opened.add(socket);
        return socket;
    }
}
