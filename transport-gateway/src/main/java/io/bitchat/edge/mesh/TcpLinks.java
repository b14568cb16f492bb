package io.bitchat.edge.mesh;

import io.bitchat.lan.LinkId;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * The TCP connections of a node: one event loop reads and writes them. What a link brings is read only as fast as the node
 * takes it, and a link whose other side does not read is closed. All methods are called on that event loop.
 */
final class TcpLinks {
    /** Size of each buffer of the kernel; it uses about twice as much. */
    private static final int KERNEL_BYTES = 64 << 10;
    /** Bytes that may wait to be sent on one link. */
    private static final int QUEUE_BYTES = 1 << 20;
    /** Connections that others may have opened; beyond them, new ones are closed at once. */
    private static final int MAX_ACCEPTED = 512;

    private static final int CONNECT_MILLIS = 3_000;
    /**
     * A connection on which nothing can be written for this long is cut off, whatever is left to be sent. On a link that is
     * read, a ping leaves more often.
     */
    static final int WRITE_IDLE_SECONDS = 12;

    private final NetServer server;
    private final NetClient client;
    private final Taker taker;
    private final Map<LinkId, NetSocket> open = new HashMap<>();
    private long accepted;
    private int acceptedNow;
    private boolean stopped;

    /** Hears of connections, on the event loop. */
    interface Taker {
        void accepted(LinkId link, Ipv4 from);

        void opened(LinkId link);

        /** Takes bytes; {@code taken} is to be called on any thread when the next may come. */
        void received(LinkId link, byte[] bytes, Runnable taken);

        void closed(LinkId link);
    }

    /** @param writeIdleSeconds {@link #WRITE_IDLE_SECONDS}, or less in a test */
    TcpLinks(Vertx vertx, Taker taker, int writeIdleSeconds) {
        this.taker = taker;
        this.server = vertx.createNetServer(new NetServerOptions()
                .setTcpNoDelay(true)
                .setReceiveBufferSize(KERNEL_BYTES)
                .setSendBufferSize(KERNEL_BYTES)
                .setWriteIdleTimeout(writeIdleSeconds)
                .setAcceptBacklog(128));
        this.client = vertx.createNetClient(new NetClientOptions()
                .setTcpNoDelay(true)
                .setReceiveBufferSize(KERNEL_BYTES)
                .setSendBufferSize(KERNEL_BYTES)
                .setWriteIdleTimeout(writeIdleSeconds)
                .setConnectTimeout(CONNECT_MILLIS));
    }

    /** Listens; port 0 means any. Returns the port. */
    Future<Integer> listen(String host, int port) {
        server.connectHandler(this::accept);
        return server.listen(port, host).map(NetServer::actualPort);
    }

    private void accept(NetSocket socket) {
        var from = Ipv4.parse(socket.remoteAddress().hostAddress());
        if (stopped || acceptedNow >= MAX_ACCEPTED || from.isEmpty()) {
            socket.close();
            return;
        }
        acceptedNow++;
        var link = new LinkId(false, ++accepted);
        add(link, socket);
        taker.accepted(link, from.get());
    }

    void dial(LinkId link, Endpoint address) {
        client.connect(address.port(), address.host().toString())
                .onSuccess(socket -> {
                    if (stopped) {
                        socket.close();
                        return;
                    }
                    add(link, socket);
                    taker.opened(link);
                })
                .onFailure(_ -> taker.closed(link));
    }

    private void add(LinkId link, NetSocket socket) {
        open.put(link, socket);
        socket.setWriteQueueMaxSize(QUEUE_BYTES);
        socket.exceptionHandler(_ -> {});
        socket.closeHandler(_ -> closed(link));
        socket.handler(bytes -> {
            if (!open.containsKey(link)) return;
            socket.pause();
            taker.received(link, bytes.getBytes(), socket::resume);
        });
    }

    private void closed(LinkId link) {
        if (!link.dialled()) acceptedNow--;
        if (open.remove(link) != null) taker.closed(link);
    }

    void send(LinkId link, byte[] bytes) {
        var socket = open.get(link);
        if (socket == null) return;
        socket.write(Buffer.buffer(bytes));
        if (!socket.writeQueueFull()) return;
        close(link);
        taker.closed(link);
    }

    /** Closes a link after what was sent before, if the other side reads that; its end is not told. */
    void close(LinkId link) {
        var socket = open.remove(link);
        if (socket == null) return;
        socket.resume();
        socket.end();
    }

    Future<Void> stop() {
        stopped = true;
        for (var link : new ArrayList<>(open.keySet())) close(link);
        return Future.all(server.close(), client.close()).mapEmpty();
    }
}
