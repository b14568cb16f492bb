package io.bitchat.bench.hostile;

import io.bitchat.crypto.Bytes;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.wire.Frame;
import io.bitchat.gossip.wire.FrameCodec;
import io.bitchat.link.CloseReason;
import io.bitchat.link.Link;
import io.bitchat.link.LinkDialer;
import io.bitchat.link.LinkEndpoint;
import io.bitchat.link.LinkListener;
import io.bitchat.link.SendResult;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A real link to a real site that can send arbitrary frames. Answers pings and invitations like an honest site. */
public final class SiteLink implements LinkListener, AutoCloseable {
    private static final int GOSSIP = 1;
    private static final int INVITATION = 2;
    private static final int ANSWER = 3;
    private static final int PING = 4;
    private static final int PONG = 5;
    private static final int TAG_BYTES = 32;
    /** Much shorter than the time to drain a full queue, and long enough not to waste a processor on polling. */
    private static final long FULL_PAUSE_NANOS = 5_000_000;

    private final PlayedSite target;
    private final Ear ear;
    private final LinkDialer dialer;
    private final AtomicInteger ends = new AtomicInteger();
    private volatile @Nullable Link link;

    /** Receives the frames for the groups of this site. */
    interface Ear {
        void invited(JsonObject invitation);

        void gossip(PeerId from, Bytes tag, byte[] frame);
    }

    SiteLink(LinkEndpoint endpoint, PlayedSite target, int port, Ear ear) {
        this.target = target;
        this.ear = ear;
        this.dialer = endpoint.dial(
                SocketAddress.inetSocketAddress(port, "127.0.0.1"),
                target.link().publicKey(),
                this);
    }

    /** Returns true if the link is open. */
    public boolean isUp() {
        return link != null;
    }

    /** Number of times that an open link ended. */
    public int ends() {
        return ends.get();
    }

    /** Sends a frame of the gossip protocol. */
    public boolean gossip(Bytes tag, Frame frame) {
        return send(gossipFrame(tag, FrameCodec.encode(frame).toBytes()));
    }

    /** Sends arbitrary bytes as a gossip frame. */
    public boolean gossip(Bytes tag, byte[] frame) {
        return send(gossipFrame(tag, frame));
    }

    /** Encodes a gossip frame for {@link #send}, once for repeated use. */
    public static byte[] gossipFrame(Bytes tag, byte[] frame) {
        return ByteBuffer.allocate(1 + TAG_BYTES + frame.length)
                .put((byte) GOSSIP)
                .put(tag.toBuffer())
                .put(frame)
                .array();
    }

    /** Sends arbitrary bytes as a frame of the link; false if it was not accepted. */
    public boolean send(byte[] frame) {
        return offer(frame) == SendResult.ACCEPTED;
    }

    /** Sends a frame, and waits while the queue is full; false if the link is closed. Must not run on an event loop. */
    public boolean push(byte[] frame) {
        var result = offer(frame);
        while (result == SendResult.QUEUE_FULL && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(FULL_PAUSE_NANOS);
            result = offer(frame);
        }
        return result == SendResult.ACCEPTED;
    }

    private SendResult offer(byte[] frame) {
        var open = link;
        return open == null ? SendResult.CLOSED : open.send(frame);
    }

    /** Closes the link and drops all queued frames; it is redialled. */
    public void reset() {
        var open = link;
        if (open != null) open.close(CloseReason.DUPLICATE);
    }

    @Override
    public void opened(Link opened) {
        link = opened;
    }

    @Override
    public void frame(Link from, ByteBuffer frame) {
        if (!frame.hasRemaining()) return;
        switch (frame.get()) {
            case GOSSIP -> {
                var tag = Bytes.copyOf(frame.slice(frame.position(), TAG_BYTES));
                ear.gossip(target.id(), tag, rest(frame.position(frame.position() + TAG_BYTES)));
            }
            case INVITATION -> invited(new JsonObject(new String(rest(frame), StandardCharsets.UTF_8)));
            case PING -> from.send(pong(rest(frame)));
            default -> {} // answers that nobody asked for
        }
    }

    private void invited(JsonObject invitation) {
        var answer = new JsonObject().put("version", 1).put("group_id", invitation.getString("group_id"));
        var json = answer.putNull("refused").toBuffer().getBytes();
        send(ByteBuffer.allocate(1 + json.length).put((byte) ANSWER).put(json).array());
        ear.invited(invitation);
    }

    private static byte[] pong(byte[] token) {
        return ByteBuffer.allocate(1 + token.length).put((byte) PONG).put(token).array();
    }

    private static byte[] rest(ByteBuffer frame) {
        var bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    @Override
    public void closed(Link ended, CloseReason reason) {
        link = null;
        ends.incrementAndGet();
    }

    @Override
    public void close() {
        dialer.close();
    }
}
