package io.bitchat.jobs.probe;

import io.bitchat.api.Answer;
import io.bitchat.api.ApiClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Peers that write to each other, at a steady rate or as fast as they get answers, while each of them holds several
 * sockets. A request is never repeated: what fails counts. Every message that was accepted must arrive at every socket of
 * its recipient exactly once.
 */
final class Probe {
    private static final String CONTENT = "probe ";
    /** Longest wait for an answer; longer than the time limit of a request. */
    private static final int ANSWER_SECONDS = 30;

    /** After a failure, so that an installation that refuses everything is not flooded. */
    private static final int PAUSE_MILLIS = 100;

    private final Vertx vertx;
    private final URI gateway;
    private final ApiClient api;
    private final List<Device.Account> accounts;
    private final List<Device> devices = new ArrayList<>();
    private final Tally tally = new Tally();
    private final AtomicInteger turn = new AtomicInteger();

    Probe(Vertx vertx, URI gateway, List<Device.Account> accounts) {
        this.vertx = vertx;
        this.gateway = gateway;
        this.accounts = accounts;
        this.api = new ApiClient(
                vertx,
                gateway,
                ApiClient.Settings.defaults().withConnections(64).withTimeoutMillis(15_000));
    }

    /** Opens this many sockets, spread over the peers; returns false if not all are open within a minute. */
    boolean open(int sockets) throws InterruptedException {
        var open = new CountDownLatch(sockets);
        var client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(sockets * 2));
        var origin = new Device.Origin(vertx, client, gateway);
        for (int i = 0; i < sockets; i++) {
            var account = accounts.get(i % accounts.size());
            var device = new Device(origin, account, tally, open::countDown);
            devices.add(device);
            vertx.getOrCreateContext().runOnContext(_ -> device.open());
        }
        return open.await(1, TimeUnit.MINUTES);
    }

    /** Sends requests at a rate for a time, whatever becomes of those before; then waits for their answers. */
    void run(int perSecond, Duration time) throws InterruptedException {
        var pending = new ArrayList<Future<?>>();
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        for (long next = begin; next < end; next += interval) {
            TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            pending.add(request());
        }
        for (var one : pending) await(one);
    }

    /**
     * Keeps this many messages in flight for a time. Each comes from another peer, which waits for the answer before it
     * sends the next; so the messages of a peer have an order.
     *
     * @param inFlight at most the number of peers
     */
    void runInFlight(int inFlight, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        var ended = new CountDownLatch(inFlight);
        for (int i = 0; i < inFlight; i++) sendUntil(end, i, ended);
        ended.await(time.toSeconds() + ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    private void sendUntil(long end, int sender, CountDownLatch ended) {
        if (System.nanoTime() - end >= 0) {
            ended.countDown();
            return;
        }
        tally.requested();
        sendFrom(sender, turn.getAndIncrement()).onComplete(answer -> {
            if (answer.succeeded() && answer.result().isOk()) sendUntil(end, sender, ended);
            else vertx.setTimer(PAUSE_MILLIS, _ -> sendUntil(end, sender, ended));
        });
    }

    private static void await(Future<?> one) throws InterruptedException {
        var done = new CountDownLatch(1);
        one.onComplete(_ -> done.countDown());
        done.await(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    /** Messages and look-ups in turn; each peer makes one request before the first makes its second. */
    private Future<?> request() {
        int mine = turn.getAndIncrement();
        tally.requested();
        return mine / accounts.size() % 2 == 0 ? sendFrom(mine, mine) : lookUpFrom(mine);
    }

    private Future<Answer> lookUpFrom(int sender) {
        return counted(
                api.get("/peers/" + account(sender + 1).peer(), account(sender).token()));
    }

    /** Sends a message to the next peer. */
    private Future<Answer> sendFrom(int sender, int number) {
        var from = account(sender);
        var to = account(sender + 1);
        var message = new JsonObject()
                .put("from_peer_id", from.peer())
                .put("to_peer_id", to.peer())
                .put("content", CONTENT + number);
        long began = System.nanoTime();
        return counted(api.post("/messages/send", from.token(), message)).onSuccess(answer -> {
            if (!answer.isOk()) return;
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            tally.accepted(answer.json().getString("message_id"), to.peer(), millis);
        });
    }

    /** The number in the content of a message that a probe has sent. */
    static long number(String content) {
        return Long.parseLong(content.substring(CONTENT.length()));
    }

    private Device.Account account(int number) {
        return accounts.get(number % accounts.size());
    }

    private Future<Answer> counted(Future<Answer> answer) {
        return answer.onSuccess(seen -> {
                    if (!seen.isOk()) tally.failed(seen.status() + " " + seen.problem());
                })
                .onFailure(failure -> tally.failed(failure.getClass().getSimpleName() + ": " + failure.getMessage()));
    }

    /** Waits until every socket has received every message of its peer; returns how many are missing then, over all sockets. */
    long settle(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (missing() > 0 && System.nanoTime() < deadline) TimeUnit.MILLISECONDS.sleep(200);
        return missing();
    }

    private long missing() {
        return devices.stream()
                .mapToLong(device -> tally.missing(device.peer(), device.received()))
                .sum();
    }

    void close() {
        devices.forEach(Device::close);
    }

    Tally tally() {
        return tally;
    }
}
