package io.bitchat.link;

import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the throughput of one link on this machine, with both ends in one process: run {@code main} with a frame
 * size per argument.
 */
final class LinkThroughput {
    private static final long SECONDS = 5;

    private final Vertx vertx = Vertx.vertx();
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong arrived = new AtomicLong();

    public static void main(String[] sizes) {
        for (String size : sizes) new LinkThroughput().measure(Integer.parseInt(size));
    }

    private void measure(int size) {
        var server = endpoint()
                .listen("127.0.0.1", 0, (_, _) -> arrived.incrementAndGet())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        var dialing = Node.of(vertx, LinkConfig.defaults());
        var link = dialing.linkTo(server);
        run(link, new byte[size]);
        long frames = arrived.get();
        long bytes = link.bytesSent();
        long sent = dialing.endpoint.metrics().sent().frames();
        long done = run(link, new byte[size]);
        System.out.printf(
                "%,d B: %,d frames/s, %,.0f MB/s, %.2f bytes of overhead per frame%n",
                size,
                (done - frames) / SECONDS,
                (done - frames) * (double) size / SECONDS / 1e6,
                (link.bytesSent() - bytes)
                                / (double) (dialing.endpoint.metrics().sent().frames() - sent)
                        - size);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private long run(Link link, byte[] frame) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end) if (link.send(frame) != SendResult.ACCEPTED) LockSupport.parkNanos(50_000);
        return arrived.get();
    }

    private LinkEndpoint endpoint() {
        var listening = LinkIdentity.generate(random);
        return new LinkEndpoint(vertx, listening, LinkPolicy.anybody(), LinkConfig.defaults(), random);
    }
}
