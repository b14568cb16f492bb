package io.bitchat.edge.mesh.socket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.edge.ConcurrentTest;
import io.bitchat.lan.LinkId;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.link.CloseReason;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Encrypted links whose other side does not read, or sends faster than this one takes. */
class SecuredTcpLinksTest implements TcpLinks.Taker {
    /** More than the buffers of both sockets take, and less than closes a link for being full. */
    private static final int UNREAD_BYTES = 900_000;

    private static final int LONG = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final X25519KeyPair theirs = X25519KeyPair.generate(new SplittableRandom());
    private final X25519KeyPair ours = X25519KeyPair.generate(new SplittableRandom());
    private final CompletableFuture<LinkId> accepted = new CompletableFuture<>();
    private final CompletableFuture<X25519PublicKey> secured = new CompletableFuture<>();
    private final CompletableFuture<LinkId> ended = new CompletableFuture<>();
    private final AtomicLong received = new AtomicLong();
    private final Queue<Runnable> taken = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void accepted(LinkId link, Ipv4 from, @Nullable X25519PublicKey key) {
        accepted.complete(link);
        secured.complete(key);
    }

    @Override
    public void opened(LinkId link, @Nullable X25519PublicKey key) {}

    @Override
    public void received(LinkId link, byte[] bytes, Runnable next) {
        received.addAndGet(bytes.length);
        taken.add(next);
    }

    @Override
    public void closed(LinkId link) {
        ended.complete(link);
    }

    @Override
    public void wrongKey(LinkId link) {}

    private TcpLinks links(int writeIdleSeconds) {
        return new TcpLinks(vertx, this, ours, writeIdleSeconds);
    }

    private RawLink connect(TcpLinks links) throws Exception {
        var port = new CompletableFuture<Integer>();
        loop.runOnContext(_ -> links.listen("127.0.0.1", 0).onSuccess(port::complete));
        var client = RawLink.to(port.get(10, SECONDS)).shakeHands(theirs);
        assertThat(secured.get(10, SECONDS)).isEqualTo(theirs.publicKey());
        return client;
    }

    @ConcurrentTest
    void aLinkWhoseOtherSideNeverReadsIsClosedWhenTooMuchWaits() throws Exception {
        var links = links(LONG);
        try (var client = connect(links)) {
            var link = accepted.get(10, SECONDS);
            for (int i = 0; i < 10; i++) loop.runOnContext(_ -> links.send(link, new byte[UNREAD_BYTES]));

            assertThat(ended.get(10, SECONDS)).isEqualTo(link);
            await().atMost(PATIENCE).until(client::isRefused);
            assertThat(links.encrypted().orElseThrow().ended(CloseReason.NOT_READ))
                    .isEqualTo(1);
        }
    }

    @ConcurrentTest
    void aLinkWhoseOtherSideNeverReadsIsGoneSomeTimeAfterItIsClosed() throws Exception {
        var links = links(LONG);
        try (var client = connect(links)) {
            var link = accepted.get(10, SECONDS);
            loop.runOnContext(_ -> {
                links.send(link, new byte[UNREAD_BYTES]);
                links.close(link);
            });

            await().atMost(Duration.ofSeconds(15)).until(client::isRefused);
        }
        assertThat(ended).isNotDone();
    }

    @ConcurrentTest
    void aLinkOnWhichNothingCanBeWrittenIsClosed() throws Exception {
        var links = links(1);
        try (var client = connect(links)) {
            var link = accepted.get(10, SECONDS);
            loop.runOnContext(_ -> links.send(link, new byte[UNREAD_BYTES]));

            assertThat(ended.get(40, SECONDS)).isEqualTo(link);
            await().atMost(PATIENCE).until(client::isRefused);
        }
    }

    @ConcurrentTest
    void aLinkIsReadOnlyAsFastAsTheNodeTakesIt() throws Exception {
        int frames = 500;
        int bytes = 40_000;
        var links = links(LONG);
        try (var client = connect(links)) {
            var written = new AtomicLong();
            var writer = Thread.ofVirtual().start(() -> write(client, frames, bytes, written));
            await().atMost(PATIENCE).until(() -> received.get() > 0);
            awaitStandstill(written);

            assertThat(written.get()).isLessThan(frames);
            assertThat(received.get()).isLessThanOrEqualTo(2L * SecuredConnection.FRAME_BYTES);

            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
                takeAll();
                return received.get() == (long) frames * bytes;
            });
            writer.join();
        }
    }

    /** Until the writer gets no further. */
    private static void awaitStandstill(AtomicLong written) {
        var before = new AtomicLong(-1);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> before.getAndSet(written.get()) == written.get());
    }

    private void takeAll() {
        for (var next = taken.poll(); next != null; next = taken.poll()) {
            var one = next;
            loop.runOnContext(_ -> one.run());
        }
    }

    private static void write(RawLink client, int frames, int bytes, AtomicLong written) {
        try {
            for (int i = 0; i < frames; i++) {
                client.frame(new byte[bytes]);
                written.incrementAndGet();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
