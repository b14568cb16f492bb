package io.bitchat.groups.federation;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.groups.federation.link.SiteFrame;
import io.bitchat.groups.site.SiteIdentity;
import io.bitchat.link.Link;
import io.bitchat.link.LinkConfig;
import io.bitchat.link.LinkDialer;
import io.bitchat.link.LinkEndpoint;
import io.bitchat.link.LinkIdentity;
import io.bitchat.link.LinkListener;
import io.bitchat.link.LinkPolicy;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Another site, played by the test: real keys and a real link, without a service behind them. */
public final class FarSite implements LinkListener, AutoCloseable {
    /** The site's name at the service under test. */
    public static final String NAME = "far";

    private final X25519KeyPair linkKeys;
    private final Ed25519KeyPair signing;
    private final LinkedBlockingQueue<SiteFrame> frames = new LinkedBlockingQueue<>();
    private final LinkDialer dialer;
    private volatile @Nullable Link link;
    private volatile Consumer<SiteFrame.Gossip> gossip = _ -> {};

    /** @param seed seed of all its keys */
    FarSite(Vertx vertx, int seed, int port, SiteIdentity other) {
        this.linkKeys = linkKeys(seed);
        this.signing = signing(seed);
        var endpoint = new LinkEndpoint(
                vertx,
                new LinkIdentity(linkKeys),
                LinkPolicy.anybody(),
                LinkConfig.defaults()
                        .withOutboundQueueBytes(16 << 20)
                        .withMaxFrameBytes(2 << 20)
                        .withRedial(Duration.ofMillis(50), Duration.ofMillis(200)),
                new SecureRandom());
        this.dialer = endpoint.dial(SocketAddress.inetSocketAddress(port, "127.0.0.1"), other.link(), this);
    }

    private static X25519KeyPair linkKeys(int seed) {
        var key = new byte[X25519KeyPair.BYTES];
        Arrays.fill(key, (byte) seed);
        return X25519KeyPair.fromPrivate(key);
    }

    private static Ed25519KeyPair signing(int seed) {
        var key = new byte[Ed25519KeyPair.SEED_BYTES];
        Arrays.fill(key, (byte) (seed + 100));
        return Ed25519KeyPair.fromSeed(key);
    }

    public static SiteIdentity identity(int seed) {
        return new SiteIdentity(linkKeys(seed).publicKey(), signing(seed).publicKey());
    }

    Ed25519KeyPair signing() {
        return signing;
    }

    boolean isLinked() {
        return link != null;
    }

    public void send(SiteFrame frame) {
        sendRaw(frame.encode());
    }

    void sendRaw(byte[] frame) {
        var open = link;
        if (open != null) open.send(frame);
    }

    void onGossip(Consumer<SiteFrame.Gossip> listener) {
        gossip = listener;
    }

    /** Waits for the next frame of this kind and drops others; null after 30 s without a frame. */
    public <F extends SiteFrame> @Nullable F next(Class<F> kind) throws InterruptedException {
        for (var frame = frames.poll(30, TimeUnit.SECONDS); frame != null; frame = frames.poll(30, TimeUnit.SECONDS)) {
            if (kind.isInstance(frame)) return kind.cast(frame);
        }
        return null;
    }

    @Override
    public void opened(Link opened) {
        link = opened;
    }

    @Override
    public void frame(Link from, ByteBuffer frame) {
        SiteFrame.decode(frame).ifPresent(known -> {
            if (known instanceof SiteFrame.Ping(long token)) send(new SiteFrame.Pong(token));
            else if (known instanceof SiteFrame.Gossip said) gossip.accept(said);
            else frames.add(known);
        });
    }

    @Override
    public void closed(Link from, io.bitchat.link.CloseReason reason) {
        link = null;
    }

    @Override
    public void close() {
        dialer.close();
    }
}
