package io.bitchat.bench.transport;

import io.bitchat.bench.Refused;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Report;
import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.edge.mesh.LanListener;
import io.bitchat.edge.mesh.LanNode;
import io.bitchat.edge.mesh.LanScope;
import io.bitchat.lan.Event;
import io.bitchat.lan.Identity;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Target;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Nodes of the LAN mesh on the loopback interface of this machine, all in this process. */
final class LanBench implements AutoCloseable {
    private static final double DISCOVERY_MS = 1_000;
    private static final double LINE_MS = 20;
    private static final int LINES_PER_SECOND = 20;
    private static final int PATIENCE_SECONDS = 30;

    private final Vertx vertx;
    private final InetSocketAddress group;
    private final int nodes;
    private final int rounds;
    private final List<Member> members = new ArrayList<>();
    private final Map<String, Arrivals> awaited = new ConcurrentHashMap<>();

    /** @param rounds new peers, and seconds of lines */
    LanBench(Vertx vertx, InetSocketAddress group, int nodes, int rounds) {
        this.vertx = vertx;
        this.group = group;
        this.nodes = nodes;
        this.rounds = rounds;
    }

    /** When a line was shown by the last of all. */
    private static final class Arrivals {
        final CountDownLatch missing;
        final long began = System.nanoTime();
        volatile long last;

        Arrivals(int count) {
            missing = new CountDownLatch(count);
        }

        void one() {
            last = System.nanoTime();
            missing.countDown();
        }

        long nanos() throws InterruptedException {
            if (!missing.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new Refused(missing.getCount() + " nodes have not seen it after " + PATIENCE_SECONDS + " s");
            }
            return last - began;
        }
    }

    private final class Member implements LanListener {
        final LanNode node;
        final PeerId id = new PeerId(UUID.randomUUID().toString());

        Member() throws IOException {
            var identity = new Identity(id, Ed25519KeyPair.generate(new SplittableRandom()), null);
            var profile = new Profile("", "", List.of(Target.GENERAL.text()));
            var setup = LanNode.Setup.of(identity, profile, new LanScope.ThisMachine(), group, 0);
            node = LanNode.start(vertx, setup, this).toCompletableFuture().join();
        }

        @Override
        public void delivered(Line line, int later, boolean verified) {
            var arrivals = line.sender().equals(id) ? null : awaited.get(line.content());
            if (arrivals != null) arrivals.one();
        }

        @Override
        public void happened(Event event) {}
    }

    void run(Report report) throws IOException, InterruptedException {
        for (int i = 0; i < nodes; i++) members.add(new Member());
        awaitMesh();
        discovery(report);
        lines(report);
        report.condition("mesh", nodes + " nodes on the loopback interface, in the process of the driver");
    }

    private void awaitMesh() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (var member : members) {
            while (member.node.links().toCompletableFuture().join() < nodes - 1) {
                if (System.nanoTime() > end) throw new Refused("the mesh is not complete; ./bitchat doctor tells more");
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    /** Time from the start of a new peer until all others know it. */
    private void discovery(Report report) throws IOException, InterruptedException {
        var nanos = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            awaitPeers(nodes - 1);
            long began = System.nanoTime();
            try (var _ = new Member().node) {
                awaitPeers(nodes);
                nanos[i] = System.nanoTime() - began;
            }
        }
        awaitPeers(nodes - 1);
        report.add(List.of(Figure.atMost(
                "a new peer is known to all, p95", "ms", QueueBench.percentile(nanos, 0.95), DISCOVERY_MS)));
    }

    private void awaitPeers(int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (var member : members) {
            while (member.node.peers().toCompletableFuture().join().size() != count) {
                if (System.nanoTime() > end) throw new Refused("a node does not know its " + count + " peers");
                TimeUnit.MILLISECONDS.sleep(2);
            }
        }
    }

    /** Time from a line until all others show it. */
    private void lines(Report report) throws InterruptedException {
        int count = rounds * LINES_PER_SECOND;
        var nanos = new long[count];
        for (int i = 0; i < count; i++) {
            var text = "line " + i;
            var arrivals = new Arrivals(nodes - 1);
            awaited.put(text, arrivals);
            members.get(i % nodes).node.say(Target.GENERAL, text);
            nanos[i] = arrivals.nanos();
            awaited.remove(text);
            TimeUnit.MILLISECONDS.sleep(1_000 / LINES_PER_SECOND);
        }
        report.add(List.of(
                Figure.atMost("a line is shown by all, p99", "ms", QueueBench.percentile(nanos, 0.99), LINE_MS),
                Figure.informs("a line is shown by all, p50", "ms", QueueBench.percentile(nanos, 0.5))));
    }

    @Override
    public void close() {
        members.forEach(member -> member.node.close());
    }
}
