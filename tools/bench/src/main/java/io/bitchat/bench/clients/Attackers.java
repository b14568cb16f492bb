package io.bitchat.bench.clients;

import io.bitchat.bench.clients.Slot.Target;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Many clients in a process of their own, so that their memory and processor time do not count for the driver. Reads
 * orders, one JSON object per line, and answers each with one. Connects to 127.0.0.1 only.
 */
public final class Attackers {
    /** Highest number of clients at once. */
    public static final int MOST = 2_000;

    private static final String HOST = "127.0.0.1";
    private static final int SPREAD_MILLIS = 5_000;
    private static final int RECEIVE_BYTES = 4 << 10;
    private static final int MESSAGE_EVERY_MILLIS = 250;
    private static final String MESSAGE = "x".repeat(8 << 10);

    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setPreferNativeTransport(true));
    private final Context loop = vertx.getOrCreateContext();
    private final NetClient client = vertx.createNetClient(new NetClientOptions()
            .setSoLinger(0)
            .setReceiveBufferSize(RECEIVE_BYTES)
            .setConnectTimeout(5_000));
    private final HttpClient http = vertx.createHttpClient();
    private final Target target;
    private final List<Slot> slots = new ArrayList<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private long begun;
    private long cpu;
    private long noise = -1;

    private Attackers(JsonObject config) {
        List<String> peers =
                config.getJsonArray("peers").stream().map(String::valueOf).toList();
        this.target = new Target(HOST, config.getInteger("port"), peers, config.getString("file"));
    }

    /** The first order, as {@link #main} expects it. */
    public static JsonObject config(int port, List<String> peers, String file) {
        return new JsonObject()
                .put("port", port)
                .put("peers", new JsonArray(peers))
                .put("file", file);
    }

    /** Ends when its input ends, and so with its parent process. */
    public static void main(String[] args) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var attackers = new Attackers(new JsonObject(in.readLine()));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            out.println(attackers.obey(new JsonObject(line)).encode());
        }
        System.exit(0);
    }

    private JsonObject obey(JsonObject order) {
        return switch (order.getString("order")) {
            case "attack" -> onLoop(() -> attack(order));
            case "stop" -> onLoop(this::stop);
            default -> throw new IllegalArgumentException(order.encode());
        };
    }

    private JsonObject onLoop(Supplier<JsonObject> work) {
        var done = new CompletableFuture<JsonObject>();
        loop.runOnContext(_ -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private JsonObject attack(JsonObject order) {
        var attack = ClientAttack.valueOf(order.getString("attack"));
        int count = Math.clamp(order.getInteger("count"), 1, MOST);
        outcomes.clear();
        begun = System.nanoTime();
        cpu = cpuNanos();
        for (int i = 0; i < count; i++) {
            var slot = new Slot(vertx, client, target, attack, outcomes, i);
            slots.add(slot);
            vertx.setTimer(1 + (long) i * SPREAD_MILLIS / count, _ -> slot.open());
        }
        if (attack == ClientAttack.UNREAD_SOCKET) {
            noise = vertx.setPeriodic(MESSAGE_EVERY_MILLIS, this::writeToThem);
        }
        return new JsonObject();
    }

    private void writeToThem(long tick) {
        String to = target.peers()
                .get((int) ((System.nanoTime() >>> 28) % target.peers().size()));
        var message = new JsonObject()
                .put("from_peer_id", target.peers().getFirst())
                .put("to_peer_id", to)
                .put("content", MESSAGE);
        http.request(HttpMethod.POST, target.port(), target.host(), "/api/bitchat/messages/send")
                .compose(request -> request.putHeader("content-type", "application/json")
                        .send(message.toBuffer())
                        .compose(response -> response.body().map(_ -> response.statusCode())))
                .onSuccess(status -> outcomes.merge("messages " + status, 1, Integer::sum));
    }

    private JsonObject stop() {
        vertx.cancelTimer(noise);
        slots.forEach(Slot::stop);
        slots.clear();
        double seconds = (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
        var counts = new JsonObject();
        outcomes.forEach(counts::put);
        return new JsonObject()
                .put("outcomes", counts)
                .put("cpu_percent", 100.0 * (cpuNanos() - cpu) / (seconds * TimeUnit.SECONDS.toNanos(1)));
    }

    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }
}
