package io.bitchat.link;

import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.crypto.noise.NoiseSession;
import io.bitchat.link.frame.Delivery;
import io.bitchat.link.frame.Inbound;
import io.bitchat.link.frame.MessageSplitter;
import io.bitchat.link.frame.Outbound;
import io.bitchat.link.frame.TrafficCount;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.NetSocketInternal;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A link over one socket. Everything but {@link #send} and the getters runs on the socket's event loop. */
final class SocketLink implements Link {
    private static final int SILENT_TICKS = 3;

    private final LinkContext shared;
    private final Context context;
    private final NetSocket socket;
    private final X25519PublicKey remoteKey;
    private final MessageSplitter splitter;
    private final Inbound inbound;
    private final Outbound outbound;
    private final Delivery delivery;
    private final TrafficCount sent;
    private final TrafficCount received;
    private final long ticker;
    private volatile @Nullable CloseReason ending;
    private volatile boolean closing;
    private boolean broken;
    private volatile boolean pauseWanted;
    private boolean paused;
    private int silentTicks;
    private long sentBefore;

    SocketLink(LinkContext shared, NetSocket socket, NoiseSession session, MessageSplitter splitter) {
        this.shared = shared;
        this.context = shared.vertx().getOrCreateContext();
        this.socket = socket;
        this.remoteKey = session.remoteStatic().orElseThrow();
        this.splitter = splitter;
        this.sent = new TrafficCount(shared.counters().framesSent, shared.counters().bytesSent);
        this.received = new TrafficCount(shared.counters().framesReceived, shared.counters().bytesReceived);
        this.inbound = new Inbound(splitter, session, limits().maxFrameBytes());
        this.outbound = new Outbound(limits(), context, socket, session, sent);
        this.delivery = new Delivery(shared.vertx(), times().receiveDelay());
        this.ticker = shared.vertx().setPeriodic(times().idle().toMillis() / SILENT_TICKS, _ -> tick());
    }

    /** Takes over the socket. Data that arrived after the handshake is read first. */
    void start() {
        socket.handler(this::arrived);
        socket.exceptionHandler(_ -> broken = true);
        socket.closeHandler(_ -> end(broken ? CloseReason.SOCKET_ERROR : CloseReason.REMOTE));
        shared.counters().opened.increment();
        tell(() -> shared.listener().opened(this));
        received.bytes(splitter.waiting());
        read();
    }

    @Override
    public X25519PublicKey remoteKey() {
        return remoteKey;
    }

    @Override
    public SocketAddress remoteAddress() {
        return socket.remoteAddress();
    }

    @Override
    public SendResult send(byte[] frame) {
        return closing || ending != null ? SendResult.CLOSED : outbound.offer(frame);
    }

    @Override
    public long bytesSent() {
        return sent.bytes();
    }

    @Override
    public long bytesReceived() {
        return received.bytes();
    }

    @Override
    public void pause() {
        pauseWanted = true;
        // at once if possible: a socket may read a megabyte before the event loop runs its next task
        if (Vertx.currentContext() == context) readOrNot();
        else context.runOnContext(_ -> readOrNot());
    }

    @Override
    public void resume() {
        pauseWanted = false;
        context.runOnContext(_ -> readOrNot());
    }

    /** Applies the last request, so that a late task cannot undo it. */
    private void readOrNot() {
        // a closing socket must read on to notice that it is closed
        if (ending != null || paused == pauseWanted) return;
        paused = pauseWanted;
        if (paused) socket.pause();
        else socket.resume();
    }

    @Override
    public void close(CloseReason reason) {
        closing = true;
        context.runOnContext(_ -> end(reason));
    }

    private void arrived(Buffer chunk) {
        // data held back by a pause arrives after the end of the link, when nobody reads the splitter any more
        if (ending != null) return;
        silentTicks = 0;
        received.bytes(chunk.length());
        splitter.append(chunk);
        read();
    }

    private void read() {
        if (ending != null) return;
        var batch = inbound.read();
        if (!batch.frames().isEmpty()) delivery.deliver(() -> deliver(batch.frames()));
        if (batch.fault() != null) end(batch.fault());
    }

    /**
     * Delivers frames. Those received before the other side closed still count; after this side has closed they are
     * dropped.
     */
    private void deliver(List<ByteBuffer> frames) {
        for (ByteBuffer frame : frames) {
            if (closing) return;
            received.frame();
            tell(() -> shared.listener().frame(this, frame));
        }
    }

    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            closing = true;
            end(CloseReason.LISTENER_FAILED);
            throw e;
        }
    }

    private void tick() {
        if (!paused && ++silentTicks > SILENT_TICKS) {
            end(CloseReason.IDLE);
            return;
        }
        // data sent since the last tick serves as a keepalive
        if (sent.bytes() == sentBefore) outbound.keepAlive();
        sentBefore = sent.bytes();
    }

    private void end(CloseReason reason) {
        if (ending != null) return;
        ending = reason;
        shared.vertx().cancelTimer(ticker);
        if (reason == CloseReason.LOCAL) outbound.flushAll();
        outbound.clear();
        closeSocket();
        shared.counters().ended(reason);
        delivery.deliver(() -> shared.listener().closed(this, reason));
    }

    /**
     * Closes the socket. A close waits until all data is written, so a timer bounds it if the other side does not read.
     */
    private void closeSocket() {
        var channel = ((NetSocketInternal) socket).channelHandlerContext();
        long timer = shared.vertx().setTimer(times().handshake().toMillis(), _ -> {
            var _ = channel.close();
        });
        socket.closeHandler(_ -> shared.vertx().cancelTimer(timer));
        socket.resume();
        var _ = socket.close();
    }

    private LinkLimits limits() {
        return shared.config().limits();
    }

    private LinkTimes times() {
        return shared.config().times();
    }
}
