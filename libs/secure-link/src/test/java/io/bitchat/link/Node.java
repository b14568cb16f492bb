package io.bitchat.link;

import static org.awaitility.Awaitility.await;

import io.bitchat.crypto.Bytes;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** A node under test: an endpoint that records the calls of its listener, and may echo frames. */
final class Node implements LinkListener {
    static final SecureRandom RANDOM = new SecureRandom();

    final LinkIdentity identity = LinkIdentity.generate(RANDOM);
    final List<Link> links = new CopyOnWriteArrayList<>();
    final List<Bytes> frames = new CopyOnWriteArrayList<>();
    final List<CloseReason> closed = new CopyOnWriteArrayList<>();
    final List<CloseReason> refused = new CopyOnWriteArrayList<>();
    final LinkEndpoint endpoint;
    private final boolean echoing;

    private Node(Vertx vertx, LinkPolicy policy, LinkConfig config, boolean echoing) {
        this.endpoint = new LinkEndpoint(vertx, identity, policy, config, RANDOM);
        this.echoing = echoing;
    }

    static Node of(Vertx vertx, LinkConfig config) {
        return new Node(vertx, LinkPolicy.anybody(), config, false);
    }

    static Node trusting(Vertx vertx, LinkPolicy policy) {
        return new Node(vertx, policy, quick(), false);
    }

    static Node echoing(Vertx vertx, LinkConfig config) {
        return new Node(vertx, LinkPolicy.anybody(), config, true);
    }

    static LinkConfig quick() {
        return LinkConfig.defaults().withRedial(Duration.ofMillis(10), Duration.ofMillis(100));
    }

    LinkServer listen() {
        return listen(0);
    }

    LinkServer listen(int port) {
        return endpoint.listen("127.0.0.1", port, this)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    LinkDialer dial(LinkServer server) {
        return endpoint.dial(address(server.port()), this);
    }

    Link linkTo(LinkServer server) {
        dial(server);
        until(() -> !links.isEmpty());
        return links.getFirst();
    }

    static SocketAddress address(int port) {
        return SocketAddress.inetSocketAddress(port, "127.0.0.1");
    }

    static void until(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(30)).until(condition::getAsBoolean);
    }

    @Override
    public void opened(Link link) {
        links.add(link);
    }

    @Override
    public void frame(Link link, ByteBuffer frame) {
        var bytes = Bytes.copyOf(frame);
        if (echoing) link.send(bytes.toArray());
        else frames.add(bytes);
    }

    @Override
    public void closed(Link link, CloseReason reason) {
        links.remove(link);
        closed.add(reason);
    }

    @Override
    public void refused(SocketAddress remote, CloseReason reason) {
        refused.add(reason);
    }
}
