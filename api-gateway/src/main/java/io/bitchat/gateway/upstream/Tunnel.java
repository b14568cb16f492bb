package io.bitchat.gateway.upstream;

import io.bitchat.gateway.GatewayConfig.Times;
import io.bitchat.gateway.exchange.Unread;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.WriteStream;

/**
 * One open WebSocket: the bytes of each side go to the other. When the gateway stops, or the service is gone without a
 * word, the client gets a close frame with 1012 between two frames. Confined to one event loop.
 */
final class Tunnel {
    private static final int WRITE_QUEUE_BYTES = 32 << 10;
    /** A final close frame with the code 1012, "service restart" of the IANA registry (RFC 6455 §11.7). */
    private static final Buffer RESTART = Buffer.buffer(new byte[] {(byte) 0x88, 2, 0x03, (byte) 0xf4});

    private final Vertx vertx;
    private final NetSocket client;
    private final NetSocket service;
    private final Times times;
    private final Unread unread;
    private final FrameBoundaries toClient = new FrameBoundaries();
    private final FrameBoundaries toService = new FrameBoundaries();
    private State state = State.OPEN;
    private boolean serviceGone;
    private long passedBytes;
    private long readBytes;
    private long sinceNanos = System.nanoTime();

    private enum State {
        OPEN,
        /** The close frame is to be sent as soon as the frame before it is complete. */
        ENDING,
        /** The close frame is sent; nothing else may follow it. */
        ENDED
    }

    Tunnel(Vertx vertx, NetSocket client, NetSocket service, Times times) {
        this.vertx = vertx;
        this.client = client;
        this.service = service;
        this.times = times;
        this.unread = new Unread(client);
    }

    /** Passes bytes from now on. The handler for the client's close is the caller's. */
    void start() {
        client.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
        service.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
        client.exceptionHandler(_ -> {});
        client.handler(this::fromClient);
        client.endHandler(_ -> service.end());
        service.endHandler(_ -> serviceGone());
        service.handler(this::fromService);
        client.drainHandler(_ -> service.resume());
        service.drainHandler(_ -> client.resume());
        client.resume();
        service.resume();
    }

    private void fromClient(Buffer bytes) {
        toService.follow(bytes);
        if (!serviceGone) {
            pass(bytes, service, client::pause);
        }
        endIfAnswered();
    }

    private void fromService(Buffer bytes) {
        if (state == State.ENDED) {
            return;
        }
        int boundary = toClient.follow(bytes);
        boolean end = state == State.ENDING && boundary >= 0;
        Buffer passed = end ? bytes.slice(0, boundary) : bytes;
        passedBytes += passed.length();
        pass(passed, client, service::pause);
        if (end) {
            sendRestart();
        }
    }

    private static void pass(Buffer bytes, WriteStream<Buffer> to, Runnable pause) {
        to.write(bytes);
        if (to.writeQueueFull()) {
            pause.run();
        }
    }

    /** Tells the client to connect again, and closes both sides when it has answered, or after a while. */
    void restart() {
        if (state != State.OPEN) {
            return;
        }
        state = State.ENDING;
        vertx.setTimer(times.closing().toMillis(), _ -> cut());
        if (toClient.isBetweenFrames()) {
            sendRestart();
        }
    }

    private void sendRestart() {
        state = State.ENDED;
        // the service may have closed in this moment; then its own code counts
        if (!toClient.hasClosed()) {
            client.write(RESTART);
            passedBytes += RESTART.length();
        }
        service.resume();
        endIfAnswered();
    }

    private void endIfAnswered() {
        if (state == State.ENDED && toService.hasClosed()) {
            client.end();
        }
    }

    /** The connection to the service is closed; called at least once, whatever closed it. */
    void serviceGone() {
        if (serviceGone) {
            return;
        }
        serviceGone = true;
        client.resume();
        if (state == State.ENDED) {
            return;
        }
        if (toClient.hasClosed() || !toClient.isBetweenFrames()) {
            client.end();
        } else {
            restart();
        }
    }

    private void cut() {
        if (unread.bytes() > 0) {
            unread.abort();
        } else {
            client.close();
        }
    }

    /** Cuts the client off if it has read nothing of its pending bytes for too long; returns their number. */
    long sweep(long nowNanos) {
        long bytes = unread.bytes();
        if (bytes == 0 || passedBytes - bytes != readBytes) {
            readBytes = passedBytes - bytes;
            sinceNanos = nowNanos;
        } else if (nowNanos - sinceNanos > times.stall().toNanos()) {
            unread.abort();
        }
        return bytes;
    }
}
