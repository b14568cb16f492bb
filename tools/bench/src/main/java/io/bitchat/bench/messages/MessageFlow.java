package io.bitchat.bench.messages;

import io.bitchat.api.Answer;
import io.bitchat.bench.Refused;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.Bounded;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Latencies;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.Peer;
import io.vertx.core.Future;
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

/** Pairs of peers with connected recipients; accounts for every message. Runs on the event loop. */
public final class MessageFlow implements AutoCloseable {
    private static final String CONTENT = "0123456789abcdef".repeat(16);
    private static final Duration SETUP = Duration.ofMinutes(2);

    private final Driver driver;
    private final List<Pair> pairs = new ArrayList<>();
    private int brokenSockets;
    private int unanswered;
    private @Nullable Throwable failure;
    private boolean closing;

    /** Figures of one phase. */
    public static final class Sample {
        public final Latencies http = new Latencies();
        public final Latencies socket = new Latencies();
        long acknowledged;
        long delivered;
        long completed;
        public long refused;
        public long unavailable;
    }

    private static final class Pair {
        final Peer from;
        final Peer to;
        final PairLedger ledger = new PairLedger();
        final Map<Integer, InFlight> inFlight = new HashMap<>();

        @Nullable
        public WebSocket socket;

        Pair(Peer from, Peer to) {
            this.from = from;
            this.to = to;
        }
    }

    private static final class InFlight {
        final long dueNanos;
        final Sample sample;
        final Runnable completed;
        boolean acknowledged;
        boolean delivered;

        InFlight(long dueNanos, Sample sample, Runnable completed) {
            this.dueNanos = dueNanos;
            this.sample = sample;
            this.completed = completed;
        }
    }

    private MessageFlow(Driver driver) {
        this.driver = driver;
    }

    /** Registers the pairs and connects every recipient. */
    public static MessageFlow open(Driver driver, String name, int pairs) {
        var flow = new MessageFlow(driver);
        List<Peer> from = driver.peers(names(driver, name + "-from", pairs));
        List<Peer> to = driver.peers(names(driver, name + "-to", pairs));
        for (int i = 0; i < pairs; i++) {
            flow.pairs.add(new Pair(from.get(i), to.get(i)));
        }
        Await.result(Bounded.all(driver.loop(), pairs, 10, flow::connect), SETUP);
        return flow;
    }

    private static List<String> names(Driver driver, String kind, int count) {
        return IntStream.range(0, count).mapToObj(i -> driver.fresh(kind + i)).toList();
    }

    public int pairs() {
        return pairs.size();
    }

    public Peer sender(int pair) {
        return pairs.get(pair).from;
    }

    public Peer recipient(int pair) {
        return pairs.get(pair).to;
    }

    private Future<WebSocket> connect(int index) {
        Pair pair = pairs.get(index);
        return driver.api().socket(pair.to).onSuccess(socket -> {
            pair.socket = socket;
            socket.textMessageHandler(text -> received(pair, socket, text));
            socket.closeHandler(_ -> brokenSockets += closing ? 0 : 1);
            socket.exceptionHandler(cause -> failure = cause);
        });
    }

    /** Sends the next message of a pair; {@code completed} runs once it is both acknowledged and delivered. */
    public void send(int index, long dueNanos, Sample sample, Runnable completed) {
        Pair pair = pairs.get(index);
        int number = pair.ledger.send();
        var message = new InFlight(dueNanos, sample, completed);
        pair.inFlight.put(number, message);
        unanswered++;
        driver.api()
                .send(pair.from, pair.to.id(), driver.run() + "-" + pair.to.id() + "-" + number, CONTENT)
                .onComplete(result -> {
                    unanswered--;
                    if (result.failed()) {
                        failure = result.cause();
                        sample.refused++;
                    } else {
                        answered(pair, number, message, result.result());
                    }
                });
    }

    private void answered(Pair pair, int number, InFlight message, Answer answer) {
        if (answer.status() != 201) {
            message.sample.refused++;
            message.sample.unavailable += answer.status() == 503 ? 1 : 0;
            failure = new Refused("a send was answered with " + answer.status() + ": " + answer.body());
            return;
        }
        message.sample.http.since(message.dueNanos);
        message.sample.acknowledged++;
        message.acknowledged = true;
        pair.ledger.acknowledged(number);
        finish(pair, number, message);
    }

    private void received(Pair pair, WebSocket socket, String text) {
        String id = Frame.messageId(text);
        if (id == null) {
            return;
        }
        socket.writeTextMessage("{\"type\":\"ack\",\"message_id\":\"" + id + "\"}");
        int number = number(pair, id);
        boolean first = pair.ledger.delivered(number);
        InFlight message = pair.inFlight.get(number);
        if (first && message != null) {
            message.sample.socket.since(message.dueNanos);
            message.sample.delivered++;
            message.delivered = true;
            finish(pair, number, message);
        }
    }

    private int number(Pair pair, String id) {
        String prefix = driver.run() + "-" + pair.to.id() + "-";
        return id.startsWith(prefix) ? Integer.parseInt(id, prefix.length(), id.length(), 10) : -1;
    }

    private static void finish(Pair pair, int number, InFlight message) {
        if (message.acknowledged && message.delivered) {
            pair.inFlight.remove(number);
            message.sample.completed++;
            message.completed.run();
        }
    }

    /** Waits until everything acknowledged has arrived; false if something is still missing. */
    public boolean drain() {
        return Await.until(
                () -> Await.onLoop(driver.loop(), () -> unanswered == 0 && sum(PairLedger::lost) == 0),
                Duration.ofSeconds(driver.settings().drain()));
    }

    /** Figures that must be zero in every run. */
    public List<Figure> faults(String phase) {
        return Await.onLoop(
                driver.loop(),
                () -> List.of(
                        Figure.atMost(phase + " lost", "", sum(PairLedger::lost), 0),
                        Figure.atMost(
                                phase + " duplicates", "", sum(PairLedger::duplicates) + sum(PairLedger::strangers), 0),
                        Figure.atMost(phase + " out of order", "", sum(PairLedger::outOfOrder), 0),
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

    private int sum(ToIntFunction<PairLedger> of) {
        return pairs.stream().mapToInt(pair -> of.applyAsInt(pair.ledger)).sum();
    }

    @Override
    public void close() {
        driver.loop().runOnContext(_ -> {
            closing = true;
            for (Pair pair : pairs) {
                WebSocket socket = pair.socket;
                if (socket != null) {
                    socket.close();
                }
            }
        });
    }
}
