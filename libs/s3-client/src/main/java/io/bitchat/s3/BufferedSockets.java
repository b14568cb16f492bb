package io.bitchat.s3;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets with buffered reads and writes. The HTTP client transfers 8 KiB at a time, so an object of 1 MiB would cost
 * it and the server 128 system calls each.
 */
final class BufferedSockets extends SocketFactory {
    private static final int BUFFER = 64 << 10;

    @Override
    public Socket createSocket() {
        return new Buffered();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
    }

    private static Socket connected(InetSocketAddress remote, @Nullable InetSocketAddress local) throws IOException {
        var socket = new Buffered();
        try {
            socket.bind(local);
            socket.connect(remote);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static final class Buffered extends Socket {
        private @Nullable InputStream in;
        private @Nullable OutputStream out;

        /** Always the same stream, because another one would miss the bytes that this one has read ahead. */
        @Override
        public synchronized InputStream getInputStream() throws IOException {
            var plain = super.getInputStream();
            if (in == null) in = new BufferedInputStream(plain, BUFFER);
            return in;
        }

        @Override
        public synchronized OutputStream getOutputStream() throws IOException {
            var plain = super.getOutputStream();
            if (out == null) out = new BufferedOutputStream(plain, BUFFER);
            return out;
        }
    }
}
