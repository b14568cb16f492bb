package io.bitchat.bench.groups;

import io.bitchat.bench.Refused;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.Bounded;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Latencies;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.Peer;
import io.bitchat.bench.suite.SuiteApi;
import io.vertx.core.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One group with some members connected; accounts for every message at each of them. Runs on the event loop. */
final class GroupFlow implements AutoCloseable {
    /** A client need not acknowledge every message, because a watermark acknowledges all before it. */
    static final int ACK_EVERY = 16;

    private static final String CONTENT = "0123456789abcdef".repeat(16);
    private static final Duration SETUP = Duration.ofMinutes(5);

    private final Driver driver;
    private final List<Peer> members;
    private final String groupId;
    private final List<MemberLedger> ledgers = new ArrayList<>();
    private final List<WebSocket> sockets = new ArrayList<>();
    private final Map<String, InFlight> inFlight = new HashMap<>();
    private int sent;
    private int unanswered;
    private int acknowledged;
    private int brokenSockets;
    private boolean closing;
    private @Nullable Throwable failure;

    /** Figures of one phase. */
    static final class Sample {
        public final Latencies http = new Latencies();
        final Latencies lastSocket = new Latencies();
        long deliveries;
        public long refused;
    }

    private static final class InFlight {
        final long dueNanos;
        final Sample sample;
        final Runnable everywhere;
        int missing;

        InFlight(long dueNanos, Sample sample, Runnable everywhere, int missing) {
            this.dueNanos = dueNanos;
            this.sample = sample;
            this.everywhere = everywhere;
            this.missing = missing;
        }
    }

    private GroupFlow(Driver driver, List<Peer> members, String groupId) {
        this.driver = driver;
        this.members = members;
        this.groupId = groupId;
    }

    /** Registers the members, creates the group, and connects the first {@code sockets} of them. */
    static GroupFlow open(Driver driver, String name, int size, int sockets) {
        var ids = IntStream.range(0, size).mapToObj(i -> driver.fresh(name + i)).toList();
        List<Peer> members = driver.peers(ids);
        var answer = Await.result(
                driver.api()
                        .createGroup(members.getFirst(), driver.fresh(name), members.subList(1, size))
                        .compose(made -> SuiteApi.expect(made, "making a group", 201)),
                SETUP);
        var flow = new GroupFlow(driver, members, answer.json().getString("group_id"));
        Await.result(Bounded.all(driver.loop(), sockets, 10, flow::connect), SETUP);
        return flow;
    }

    private io.vertx.core.Future<WebSocket> connect(int index) {
        return driver.api().socket(members.get(index)).onSuccess(socket -> {
            var ledger = new MemberLedger();
            ledgers.add(ledger);
            sockets.add(socket);
            socket.textMessageHandler(text -> received(ledger, socket, text));
            socket.closeHandler(_ -> brokenSockets += closing ? 0 : 1);
            socket.exceptionHandler(cause -> failure = cause);
        });
    }

    /** Sends the next message; {@code everywhere} runs once the last socket has received it. */
    void send(long dueNanos, Sample sample, Runnable everywhere) {
        String chosen = driver.run() + "-" + groupId + "-" + sent++;
        String id = SuiteApi.idInGroup(members.getFirst(), groupId, chosen);
        inFlight.put(id, new InFlight(dueNanos, sample, everywhere, sockets.size()));
        unanswered++;
        driver.api().sendToGroup(members.getFirst(), groupId, chosen, CONTENT).onComplete(result -> {
            unanswered--;
            if (result.succeeded() && result.result().status() == 201) {
                acknowledged++;
                sample.http.since(dueNanos);
            } else {
                sample.refused++;
                failure = result.failed()
                        ? result.cause()
                        : new Refused(
                                "a send was answered with " + result.result().status() + ": "
                                        + result.result().body());
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
        message.sample.deliveries++;
        if (--message.missing == 0) {
            inFlight.remove(frame.messageId());
            message.sample.lastSocket.since(message.dueNanos);
            message.everywhere.run();
        }
    }

    /** Waits until everything acknowledged has arrived at all sockets; false if something is still missing. */
    boolean drain() {
        return Await.until(
                () -> Await.onLoop(driver.loop(), () -> unanswered == 0 && lost() == 0),
                Duration.ofSeconds(driver.settings().drain()));
    }

    private int lost() {
        return sum(ledger -> Math.max(0, acknowledged - ledger.count()));
    }

    /** Figures that must be zero in every run. */
    List<Figure> faults(String phase) {
        return Await.onLoop(
                driver.loop(),
                () -> List.of(
                        Figure.atMost(phase + " lost", "", lost(), 0),
                        Figure.atMost(phase + " duplicates", "", sum(MemberLedger::duplicates), 0),
                        Figure.atMost(phase + " out of order", "", sum(MemberLedger::outOfOrder), 0),
                        Figure.atMost(phase + " broken sockets", "", brokenSockets, 0)));
    }

    /** Fails with the remedy if the suite refused requests. */
    void failIfRefused() {
        Throwable seen =
                Await.onLoop(driver.loop(), () -> Optional.ofNullable(failure)).orElse(null);
        if (seen instanceof Refused refused) {
            throw refused;
        }
        if (seen != null) {
            driver.say("a request or socket failed: " + seen);
        }
    }

    private int sum(ToIntFunction<MemberLedger> of) {
        return ledgers.stream().mapToInt(of).sum();
    }

    @Override
    public void close() {
        driver.loop().runOnContext(_ -> {
            closing = true;
            sockets.forEach(WebSocket::close);
        });
    }
}
