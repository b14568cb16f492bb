package io.bitchat.sim.sockets;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.gossip.Contact;
import io.bitchat.gossip.Count;
import io.bitchat.gossip.GossipNode;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Past;
import io.bitchat.gossip.seal.GroupKey;
import io.bitchat.gossip.seal.GroupSeal;
import io.bitchat.link.LinkConfig;
import io.bitchat.link.LinkEndpoint;
import io.bitchat.link.LinkIdentity;
import io.bitchat.link.LinkPolicy;
import io.bitchat.link.LinkServer;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Nodes with a TCP server each, encrypted links with added delay, signed and sealed messages. */
final class SocketRun {
    private static final Duration IDLE_OBSERVATION = Duration.ofSeconds(3);
    private static final Duration COMING_DOWN = Duration.ofSeconds(4);
    private static final int INTRODUCTIONS = 3;

    private final SocketOptions options;
    private final Consumer<String> progress;
    private final Vertx vertx = Vertx.vertx();
    private final SecureRandom random = new SecureRandom();
    private final Tally tally = new Tally();
    private final Traffic traffic = new Traffic();
    private final Map<X25519PublicKey, PeerId> links = new ConcurrentHashMap<>();
    private final Map<PeerId, Ed25519PublicKey> members = new ConcurrentHashMap<>();
    private final GroupKey group = GroupKey.generate(random);
    private final List<SocketNode> nodes = new ArrayList<>();
    private final List<LinkEndpoint> endpoints = new ArrayList<>();

    /** The nodes cannot reach each other. */
    static final class Unreachable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreachable(String message) {
            super(message);
        }
    }

    SocketRun(SocketOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    SocketResult run() throws Exception {
        try {
            for (int i = 0; i < options.nodes(); i++) nodes.add(node());
            progress.accept("joining");
            join();
            requireNeighbours();
            talk(options.warmUp());
            pause(COMING_DOWN);
            tally.restart();
            return measure();
        } finally {
            nodes.forEach(SocketNode::stop);
            vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    private SocketNode node() throws Exception {
        var identity = LinkIdentity.generate(random);
        var signing = Ed25519KeyPair.generate(random);
        var id = GroupSeal.idOf(signing.publicKey());
        links.put(identity.publicKey(), id);
        members.put(id, signing.publicKey());
        var config = LinkConfig.defaults().withReceiveDelay(options.delay());
        var endpoint = new LinkEndpoint(vertx, identity, LinkPolicy.anybody(), config, random);
        endpoints.add(endpoint);
        var late = new Late();
        LinkServer server = endpoint.listen("127.0.0.1", 0, late)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        var contact = new Contact(id, "127.0.0.1:" + server.port());
        var seal = new GroupSeal(group, signing, writer -> Optional.ofNullable(members.get(writer)), random);
        var protocol = GossipNode.member(contact, options.parameters(), seal, Past.empty(), random);
        var own = new SocketLinks(
                vertx, endpoint, links, peer -> protocol.active().get(peer) != null);
        var node = new SocketNode(vertx, protocol, own, tally, traffic);
        late.become(node);
        return node;
    }

    private void join() {
        for (int i = 0; i < nodes.size(); i++) {
            var known = new ArrayList<Contact>();
            for (int j = 0; j < Math.min(i, INTRODUCTIONS); j++) {
                known.add(nodes.get(random.nextInt(i)).node().self());
            }
            nodes.get(i).start(known);
            pause(Duration.ofMillis(100));
        }
    }

    /** In a new network namespace the loopback interface is down. */
    private void requireNeighbours() throws Unreachable {
        if (degree() > 0) return;
        throw new Unreachable("the nodes do not reach each other; is the interface lo up? ip link set lo up");
    }

    private double degree() {
        return nodes.stream()
                .mapToInt(node -> node.node().active().size())
                .average()
                .orElse(0);
    }

    private void talk(int seconds) {
        long begin = System.nanoTime();
        long step = 1_000_000_000L / options.rate();
        for (int i = 0; i < seconds * options.rate(); i++) {
            long due = begin + i * step;
            pause(Duration.ofNanos(due - System.nanoTime()));
            if (i % options.rate() == 0) progress.accept("%d s".formatted(seconds - i / options.rate()));
            var payload = new byte[options.payload()];
            random.nextBytes(payload);
            nodes.get(random.nextInt(nodes.size())).publish(payload);
        }
    }

    private SocketResult measure() {
        var idleBefore = Wire.now();
        pause(IDLE_OBSERVATION);
        var before = Wire.now();
        traffic.restart();
        long received = sum(Count.PAYLOADS_RECEIVED);
        long opened = opened();
        long began = System.nanoTime();
        talk(options.seconds());
        pause(COMING_DOWN);
        var after = Wire.now();
        double seconds = (System.nanoTime() - began) / 1e9;
        var idle = difference(before, idleBefore).map(wire -> wire.bytes() / (double) IDLE_OBSERVATION.toSeconds());
        return new SocketResult(
                options,
                tally,
                traffic.shares(),
                sum(Count.PAYLOADS_RECEIVED) - received,
                opened() - opened,
                difference(after, before),
                idle,
                seconds,
                degree());
    }

    private static Optional<Wire> difference(Optional<Wire> after, Optional<Wire> before) {
        return after.flatMap(now -> before.map(now::minus));
    }

    private long opened() {
        return endpoints.stream()
                .mapToLong(endpoint -> endpoint.metrics().opened())
                .sum();
    }

    private long sum(Count count) {
        return nodes.stream().mapToLong(node -> node.counted(count)).sum();
    }

    private static void pause(Duration duration) {
        if (!duration.isNegative()) LockSupport.parkNanos(duration.toNanos());
    }
}
