package io.bitchat.system.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Socket;
import io.bitchat.system.suite.Suite;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Pairs of peers: one sends numbers, the other listens on a socket that reconnects with its last cursor. */
final class Traffic implements AutoCloseable {
    private static final Load BUSY = new Load(4, Duration.ZERO);

    private final List<Pair> pairs;
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    private final List<Thread> senders = new ArrayList<>();
    private final List<Thread> listeners = new ArrayList<>();
    private final Suite suite;
    private final Load load;
    private volatile boolean sending = true;
    private volatile boolean listening = true;
    private volatile Duration slowest = Duration.ZERO;

    private Traffic(Suite suite, Load load) {
        this.suite = suite;
        this.load = load;
        this.pairs = IntStream.range(0, load.pairs()).mapToObj(_ -> new Pair()).toList();
    }

    /** @param pause time between two messages of a writer */
    record Load(int pairs, Duration pause) {}

    static Traffic start(Suite suite) {
        return start(suite, BUSY);
    }

    static Traffic start(Suite suite, Load load) {
        var traffic = new Traffic(suite, load);
        for (var pair : traffic.pairs) {
            traffic.listeners.add(Thread.ofVirtual().start(() -> traffic.listen(pair)));
            traffic.senders.add(Thread.ofVirtual().start(() -> traffic.write(pair)));
        }
        return traffic;
    }

    /** One writer and one reader. Numbers ascend, so gaps and wrong order are easy to see. */
    final class Pair {
        private final String writer = Client.someone("writer");
        private final String reader = Client.someone("reader");
        private final List<Integer> acknowledged = new CopyOnWriteArrayList<>();
        private final List<Integer> received = new CopyOnWriteArrayList<>();
        private final List<Integer> closeCodes = new CopyOnWriteArrayList<>();
        private volatile String cursor = "bTE6MA";

        List<Integer> acknowledged() {
            return acknowledged;
        }

        List<Integer> received() {
            return received;
        }

        /** The codes of the sockets that the other side has closed. */
        List<Integer> closeCodes() {
            return closeCodes;
        }

        String conversation() {
            return reader + "|" + writer;
        }

        /** The stored numbers, read page by page. */
        List<Integer> stored() {
            var all = new ArrayList<Integer>();
            var client = new Client(suite.url());
            for (int offset = 0; ; offset += 500) {
                JsonNode page = client.get(
                                "/messages/conversation/" + writer + "/" + reader + "?limit=500&offset=" + offset)
                        .body();
                var numbers = new ArrayList<Integer>();
                page.forEach(message -> numbers.add(message.path("content").asInt()));
                all.addAll(0, numbers);
                if (numbers.size() < 500) return all;
            }
        }
    }

    List<Pair> pairs() {
        return pairs;
    }

    int acknowledged() {
        return pairs.stream().mapToInt(pair -> pair.acknowledged.size()).sum();
    }

    Set<Integer> statuses() {
        return Collections.unmodifiableSet(statuses);
    }

    Duration slowest() {
        return slowest;
    }

    void forSeconds(int seconds) {
        LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
    }

    /** Stops sending; messages in flight may still arrive. */
    void stop() {
        sending = false;
        senders.forEach(Traffic::join);
    }

    private void write(Pair pair) {
        var client = new Client(suite.url());
        for (int number = 0; sending; number++) {
            long start = System.nanoTime();
            while (!sent(client, pair, number) && sending) {
                note(start);
                LockSupport.parkNanos(50_000_000);
                start = System.nanoTime();
            }
            note(start);
            LockSupport.parkNanos(load.pause().toNanos());
        }
    }

    /** Sends once and returns true if the number is stored. The message id makes repetition safe. */
    private boolean sent(Client client, Pair pair, int number) {
        try {
            var answer = client.post(
                    "/messages/send",
                    java.util.Map.of(
                            "from_peer_id",
                            pair.writer,
                            "to_peer_id",
                            pair.reader,
                            "content",
                            Integer.toString(number),
                            "message_id",
                            pair.writer + "." + number));
            statuses.add(answer.status());
            if (answer.status() == 201) pair.acknowledged.add(number);
            return answer.status() == 201;
        } catch (UncheckedIOException _) {
            return false; // the connection through the gateway broke together with the service
        }
    }

    private synchronized void note(long start) {
        var took = Duration.ofNanos(System.nanoTime() - start);
        if (took.compareTo(slowest) > 0) slowest = took;
    }

    private void listen(Pair pair) {
        while (listening) {
            try (var socket = Socket.open(suite.url(), pair.reader, "?since=" + pair.cursor)) {
                while (listening && !socket.closed.isDone()) {
                    var frame = socket.frames.poll(100, TimeUnit.MILLISECONDS);
                    if (frame == null || !frame.path("type").asText().equals("message")) continue;
                    pair.received.add(frame.at("/data/content").asInt());
                    pair.cursor = frame.path("cursor").asText();
                    acknowledge(socket, frame);
                }
                if (socket.closed.isDone()) pair.closeCodes.add(socket.closed.join());
            } catch (CompletionException | UncheckedIOException _) {
                LockSupport.parkNanos(100_000_000); // the service is down: retry soon
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private static void acknowledge(Socket socket, JsonNode frame) {
        try {
            socket.ack(frame);
        } catch (CompletionException _) {
            // the socket is being closed; its code is about to arrive
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        listening = false;
        listeners.forEach(Traffic::join);
    }
}
