package io.bitchat.transfer;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.MerkleTree;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** A real HTTP server with a file, which misbehaves as configured. */
final class TestSite implements AutoCloseable {
    static final String PATH = "/api/bitchat/files/file_1";
    private static final int PIECE = 16_384;

    private final byte[] bytes;
    private final ChunkPlan plan;
    private final HttpServer server;
    private final List<Sending> sending = new ArrayList<>();
    private long ticked = System.nanoTime();
    private double saved;
    private volatile double rate = Double.MAX_VALUE;
    private volatile int dieAfter = Integer.MAX_VALUE;
    private volatile int hangAfter = Integer.MAX_VALUE;
    private volatile int status = 200;
    private volatile boolean flips;
    private volatile boolean listsItsLies;
    private volatile IntPredicate holds = _ -> true;
    private volatile JsonObject manifest = new JsonObject();
    private int inFlight;
    volatile int mostInFlight;
    final List<Integer> asked = new CopyOnWriteArrayList<>();

    private static final class Sending {
        private final HttpServerResponse response;
        private final Buffer body;
        private int sent;

        Sending(HttpServerResponse response, Buffer body) {
            this.response = response;
            this.body = body;
        }
    }

    TestSite(Vertx vertx, byte[] bytes, int chunkSize) throws Exception {
        this.bytes = bytes;
        this.plan = new ChunkPlan(bytes.length, chunkSize);
        manifest = new JsonObject()
                .put("filename", "film.mkv")
                .put("file_size", bytes.length)
                .put("chunk_size", chunkSize)
                .put("mime_type", "video/x-matroska")
                .put("merkle_root", root(bytes, plan).toString());
        server = vertx.createHttpServer().requestHandler(this::handle);
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        vertx.getOrCreateContext().runOnContext(_ -> vertx.setPeriodic(2, _ -> send()));
    }

    static ChunkHash root(byte[] bytes, ChunkPlan plan) {
        return new MerkleTree(IntStream.range(0, plan.count())
                        .mapToObj(index -> ChunkHash.of(part(bytes, plan, index)))
                        .toList())
                .root();
    }

    static byte[] part(byte[] bytes, ChunkPlan plan, int index) {
        int from = (int) plan.offset(index);
        return Arrays.copyOfRange(bytes, from, from + plan.length(index));
    }

    TestSite limited(double bytesPerSecond) {
        rate = bytesPerSecond;
        return this;
    }

    TestSite flipping() {
        flips = true;
        return this;
    }

    TestSite flippingWithAListThatFits() {
        listsItsLies = true;
        return flipping();
    }

    /** Closes all connections and accepts no more, in the middle of this chunk. */
    TestSite dyingAfter(int chunks) {
        dieAfter = chunks;
        return this;
    }

    TestSite hangingAfter(int chunks) {
        hangAfter = chunks;
        return this;
    }

    TestSite answering(int code) {
        status = code;
        return this;
    }

    TestSite holding(IntPredicate which) {
        holds = which;
        return this;
    }

    TestSite describing(String field, Object value) {
        manifest = manifest.copy().put(field, value);
        return this;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + PATH);
    }

    private void handle(HttpServerRequest request) {
        var path = request.path();
        if (status != 200) {
            request.response()
                    .setStatusCode(status)
                    .putHeader("Location", "http://127.0.0.1:1/elsewhere")
                    .end();
        } else if (path.equals(PATH)) {
            request.response().end(manifest.encode());
        } else if (path.equals(PATH + "/chunks")) {
            request.response().end(list(request).encode());
        } else {
            chunk(request, Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)));
        }
    }

    private JsonArray list(HttpServerRequest request) {
        int from = Integer.parseInt(request.getParam("offset", "0"));
        int to = Math.min(plan.count(), from + Integer.parseInt(request.getParam("limit", "1000000")));
        var list = new JsonArray();
        for (int index = from; index < to; index++) {
            boolean held = holds.test(index);
            var part = listsItsLies ? lie(index) : part(bytes, plan, index);
            list.add(new JsonObject()
                    .put("chunk_index", index)
                    .put("chunk_hash", held ? ChunkHash.of(part).toString() : "")
                    .put("chunk_size", plan.length(index))
                    .put("uploaded", held)
                    .put("available_from", new JsonArray()));
        }
        return list;
    }

    private byte[] lie(int index) {
        var part = part(bytes, plan, index);
        part[part.length / 2] ^= 1;
        return part;
    }

    private void chunk(HttpServerRequest request, int index) {
        asked.add(index);
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
        var response = request.response();
        response.closeHandler(_ -> {});
        response.exceptionHandler(_ -> {});
        response.endHandler(_ -> inFlight--);
        if (!holds.test(index)) {
            response.setStatusCode(409).end("{}");
            return;
        }
        if (asked.size() > dieAfter) {
            server.close();
            request.connection().close();
            return;
        }
        var body = flips ? lie(index) : part(bytes, plan, index);
        response.putHeader("Content-Length", Integer.toString(body.length));
        if (asked.size() > hangAfter) {
            response.write(Buffer.buffer(body).slice(0, body.length / 3));
            return;
        }
        sending.add(new Sending(response, Buffer.buffer(body)));
        if (rate == Double.MAX_VALUE) send();
    }

    /**
     * Sends what the rate allows since the last call, shared by all responses. Up to 50 ms of unused rate are saved, as
     * in a token bucket.
     */
    private void send() {
        long now = System.nanoTime();
        double budget = rate == Double.MAX_VALUE ? 1e12 : Math.min(saved + rate * (now - ticked) / 1e9, rate / 20);
        ticked = now;
        while (budget >= 1 && !sending.isEmpty()) {
            double share = Math.min(PIECE, Math.max(1, budget / sending.size()));
            for (var each : List.copyOf(sending)) {
                int count = (int) Math.min(share, each.body.length() - each.sent);
                each.response.write(each.body.slice(each.sent, each.sent + count));
                each.sent += count;
                budget -= count;
                if (each.sent < each.body.length() && !each.response.closed()) continue;
                sending.remove(each);
                if (!each.response.closed()) each.response.end();
            }
        }
        saved = budget;
    }

    @Override
    public void close() {
        server.close();
    }
}
