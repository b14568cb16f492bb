package io.bitchat.bench.hostile;

import io.bitchat.bench.Refused;
import io.bitchat.bench.groups.GroupFrameText;
import io.bitchat.bench.groups.MemberLedger;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.Bounded;
import io.bitchat.bench.load.OpenLoop;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Latencies;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.Peer;
import io.bitchat.bench.suite.ProcessorTime;
import io.bitchat.bench.suite.SuiteApi;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A group of two sites with sockets at both; measures from the send at one site until the last socket of both has the
 * message.
 */
final class SitesFlow implements AutoCloseable {
    private static final String CONTENT = "0123456789abcdef".repeat(16);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ACK_EVERY = 16;

    private final Driver here;
    private final Driver there;
    private final Peer writer;
    private final String groupId;
    private final List<WebSocket> sockets = new ArrayList<>();
    private final List<MemberLedger> ledgers = new ArrayList<>();
    private final Map<String, InFlight> inFlight = new HashMap<>();
    private int sent;
    private int refused;
    private int closedSockets;
    private boolean running;

    /** Figures of several blocks. */
    static final class Sample {
        final Latencies lastSocket = new Latencies();
        double perSecond;
        /** Idle share of all processors during the open loop; NaN if unknown. */
        double idle;

        private int blocks;

        private void add(double throughput, double idleShare) {
            perSecond = (perSecond * blocks + throughput) / (blocks + 1);
            idle = (idle * blocks + idleShare) / (blocks + 1);
            blocks++;
        }
    }

    private static final class InFlight {
        private final long dueNanos;
        private final @Nullable Sample sample;
        private final Runnable everywhere;
        private int missing;

        InFlight(long dueNanos, @Nullable Sample sample, Runnable everywhere, int missing) {
            this.dueNanos = dueNanos;
            this.sample = sample;
            this.everywhere = everywhere;
            this.missing = missing;
        }
    }

    private SitesFlow(Driver here, Driver there, Peer writer, String groupId) {
        this.here = here;
        this.there = there;
        this.writer = writer;
        this.groupId = groupId;
    }

    /**
     * Creates the group, shares it with the other sites and connects the sockets.
     *
     * @param sites names of the sites to share it with; the first is the second driver's
     */
    static SitesFlow open(Driver here, Driver there, int socketsEach, List<String> sites) {
        var mine = here.peers(names(here, "here-", socketsEach));
        var theirs = there.peers(names(there, "there-", socketsEach));
        var writer = mine.getFirst();
        var others = Stream.concat(mine.stream().skip(1), theirs.stream()).toList();
        var made = Await.result(
                here.api()
                        .createGroup(writer, here.fresh("hostile"), others)
                        .compose(answer -> SuiteApi.expect(answer, "making a group", 201)),
                PATIENCE);
        var flow = new SitesFlow(here, there, writer, made.json().getString("group_id"));
        sites.forEach(flow::share);
        flow.awaitThere(theirs.getFirst());
        Await.result(Bounded.all(here.loop(), mine.size(), 10, i -> flow.connect(here, mine.get(i))), PATIENCE);
        Await.result(Bounded.all(there.loop(), theirs.size(), 10, i -> flow.connect(there, theirs.get(i))), PATIENCE);
        return flow;
    }

    private static List<String> names(Driver driver, String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> driver.fresh(prefix + i)).toList();
    }

    private void share(String site) {
        Await.result(
                here.api()
                        .share(writer, groupId, site)
                        .compose(answer -> SuiteApi.expect(answer, "sharing with " + site, 200)),
                PATIENCE);
    }

    private void awaitThere(Peer reader) {
        boolean known = Await.until(
                () -> Await.result(there.api().group(reader, groupId), PATIENCE).status() == 200, PATIENCE);
        if (!known) {
            throw new Refused("the other site does not accept the group");
        }
    }

    private Future<WebSocket> connect(Driver driver, Peer peer) {
        return driver.api().socket(peer).onSuccess(socket -> {
            var ledger = new MemberLedger();
            ledgers.add(ledger);
            sockets.add(socket);
            socket.closeHandler(_ -> closedSockets++);
            socket.textMessageHandler(text -> received(ledger, socket, text));
        });
    }

    String groupId() {
        return groupId;
    }

    /** Runs an open loop for some seconds, then a closed loop for half as long. */
    void block(Sample sample, double perSecond, int inFlightAtATime, int seconds) {
        var processors = ProcessorTime.now();
        Await.result(
                new OpenLoop(here.loop())
                        .run(perSecond, (long) (perSecond * seconds), (_, due) -> send(due, sample, () -> {})),
                Duration.ofSeconds(seconds + 60L));
        drain();
        double idle = ProcessorTime.now().idleSince(processors);
        long begin = System.nanoTime();
        int before = Await.onLoop(here.loop(), () -> start(inFlightAtATime));
        Await.pause(Duration.ofMillis(seconds * 500L));
        int after = Await.onLoop(here.loop(), this::stop);
        sample.add((after - before) * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - begin), idle);
        drain();
    }

    private int start(int inFlightAtATime) {
        running = true;
        int done = done();
        for (int i = 0; i < inFlightAtATime; i++) {
            next();
        }
        return done;
    }

    private int stop() {
        running = false;
        return done();
    }

    private int done() {
        return sent - inFlight.size();
    }

    private void next() {
        if (running) {
            send(System.nanoTime(), null, this::next);
        }
    }

    private void drain() {
        if (!Await.until(() -> Await.onLoop(here.loop(), inFlight::isEmpty), PATIENCE)) {
            throw new Refused(Await.onLoop(here.loop(), this::missing));
        }
    }

    private String missing() {
        int deliveries =
                inFlight.values().stream().mapToInt(message -> message.missing).sum();
        return "%d of %d messages have not arrived within %d s: %d deliveries at %d sockets, of which %d are closed"
                .formatted(inFlight.size(), sent, PATIENCE.toSeconds(), deliveries, sockets.size(), closedSockets);
    }

    private void send(long dueNanos, @Nullable Sample sample, Runnable everywhere) {
        String chosen = here.run() + "-" + groupId + "-" + sent++;
        String id = SuiteApi.idInGroup(writer, groupId, chosen);
        inFlight.put(id, new InFlight(dueNanos, sample, everywhere, sockets.size()));
        here.api().sendToGroup(writer, groupId, chosen, CONTENT).onComplete(result -> {
            if (result.failed() || result.result().status() != 201) {
                refused++;
                inFlight.remove(id);
            }
        });
    }

    private void received(MemberLedger ledger, WebSocket socket, String text) {
        var frame = GroupFrameText.of(text);
        if (frame == null || !frame.groupId().equals(groupId) || !ledger.received(frame.sequence())) {
            return;
        }
        if (frame.sequence() % ACK_EVERY == 0) {
            socket.writeTextMessage("{\"type\":\"ack\",\"message_id\":\"" + frame.messageId() + "\"}");
        }
        var message = inFlight.get(frame.messageId());
        if (message == null) {
            return;
        }
        if (--message.missing == 0) {
            inFlight.remove(frame.messageId());
            if (message.sample != null) {
                message.sample.lastSocket.since(message.dueNanos);
            }
            message.everywhere.run();
        }
    }

    /** Figures that must be zero in every run. */
    List<Figure> faults(String attack) {
        int repeated = ledgers.stream().mapToInt(MemberLedger::duplicates).sum();
        return List.of(
                Figure.atMost(attack + ", refused", "", refused, 0),
                Figure.atMost(attack + ", repeated", "", repeated, 0));
    }

    @Override
    public void close() {
        here.loop().runOnContext(_ -> sockets.forEach(WebSocket::close));
    }
}
