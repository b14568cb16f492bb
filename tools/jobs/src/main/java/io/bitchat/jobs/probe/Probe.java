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

/**
 * Peers that write to each other at a steady rate, while each of them holds several sockets. A request is never repeated:
 * what fails counts. Every message that was accepted must arrive at every socket of its recipient exactly once.
 */
final class Probe {
    private final Vertx vertx;
    private final URI gateway;
    private final ApiClient api;
    private final List<Device.Account> accounts;
    private final List<Device> devices = new ArrayList<>();
    private final Tally tally = new Tally();
    private int turn;

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

    private static void await(Future<?> one) throws InterruptedException {
        var done = new CountDownLatch(1);
        one.onComplete(_ -> done.countDown());
        done.await(30, TimeUnit.SECONDS);
    }

    /** Messages and look-ups in turn; each peer makes one request before the first makes its second. */
    private Future<?> request() {
        int mine = turn++;
        var from = accounts.get(mine % accounts.size());
        var to = accounts.get((mine + 1) % accounts.size());
        boolean sends = mine / accounts.size() % 2 == 0;
        tally.requested();
        var answer = sends ? send(from, to, mine) : api.get("/peers/" + to.peer(), from.token());
        return answer.onSuccess(seen -> note(seen, sends, to.peer()))
                .onFailure(failure -> tally.failed(failure.getClass().getSimpleName() + ": " + failure.getMessage()));
    }

    private Future<Answer> send(Device.Account from, Device.Account to, int number) {
        var message = new JsonObject()
                .put("from_peer_id", from.peer())
                .put("to_peer_id", to.peer())
                .put("content", "probe " + number);
        return api.post("/messages/send", from.token(), message);
    }

    private void note(Answer answer, boolean sends, String recipient) {
        if (!answer.isOk()) tally.failed(answer.status() + " " + answer.problem());
        else if (sends) tally.accepted(answer.json().getString("message_id"), recipient);
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
