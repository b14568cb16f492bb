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

/** A real link to a real site, on which anything at all can be said. Answers pings and invitations as a site would. */
public final class SiteLink implements LinkListener, AutoCloseable {
    private static final int GOSSIP = 1;
    private static final int INVITATION = 2;
    private static final int ANSWER = 3;
    private static final int PING = 4;
    private static final int PONG = 5;
    private static final int TAG_BYTES = 32;
    /** Far shorter than a full queue lasts, and long enough not to spend a processor on looking. */
    private static final long FULL_PAUSE_NANOS = 5_000_000;

    private final PlayedSite target;
    private final Ear ear;
    private final LinkDialer dialer;
    private final AtomicInteger ends = new AtomicInteger();
    private volatile @Nullable Link link;

    /** Who hears what is for the groups of this site. */
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

    /** Whether the other side is there. */
    public boolean isUp() {
        return link != null;
    }

    /** How often a link that was open ended. */
    public int ends() {
        return ends.get();
    }

    /** A frame of the gossip protocol. */
    public boolean gossip(Bytes tag, Frame frame) {
        return send(gossipFrame(tag, FrameCodec.encode(frame).toBytes()));
    }

    /** Any bytes in the place of one. */
    public boolean gossip(Bytes tag, byte[] frame) {
        return send(gossipFrame(tag, frame));
    }

    /** What {@link #gossip} sends, made once to be sent often. */
    public static byte[] gossipFrame(Bytes tag, byte[] frame) {
        return ByteBuffer.allocate(1 + TAG_BYTES + frame.length)
                .put((byte) GOSSIP)
                .put(tag.toBuffer())
                .put(frame)
                .array();
    }

    /** Any bytes as a frame of the link; false where nothing took them. */
    public boolean send(byte[] frame) {
        return offer(frame) == SendResult.ACCEPTED;
    }

    /** Waits while the other side does not read; false where the link is gone. Not on an event loop. */
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

    /** Ends the link with all that waits on it; it is dialed again. */
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
            default -> {} // answers to what was never asked
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
