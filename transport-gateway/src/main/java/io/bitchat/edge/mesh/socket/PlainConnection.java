package io.bitchat.edge.mesh.socket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/** A connection in plain text. The socket is read only as fast as what it brings is taken. */
final class PlainConnection implements Connection {
    private final NetSocket socket;
    private final Taker taker;
    private boolean closed;

    /** @param queueBytes bytes that may wait to be sent */
    PlainConnection(NetSocket socket, int queueBytes, Taker taker) {
        this.socket = socket;
        this.taker = taker;
        socket.setWriteQueueMaxSize(queueBytes);
        socket.exceptionHandler(_ -> {});
        socket.handler(this::arrived);
    }

    /** Also for bytes that were read before this connection was made. */
    void arrived(Buffer bytes) {
        if (closed) return;
        socket.pause();
        taker.received(bytes.getBytes(), socket::resume);
    }

    @Override
    public boolean send(byte[] bytes) {
        socket.write(Buffer.buffer(bytes));
        return !socket.writeQueueFull();
    }

    @Override
    public void close() {
        closed = true;
        socket.resume();
        socket.end();
    }

    @Override
    public void cutOff() {
        close();
    }
}
