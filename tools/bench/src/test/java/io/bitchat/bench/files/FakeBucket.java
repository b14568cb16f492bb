package io.bitchat.bench.files;

import io.bitchat.bench.load.Await;
import io.bitchat.bench.suite.SuiteApi;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** An S3 server with the operations that the bench uses; accepts all credentials. */
final class FakeBucket implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Map<String, Buffer> objects = new ConcurrentHashMap<>();
    final Set<String> buckets = new ConcurrentSkipListSet<>();
    /** All buckets ever created, including deleted ones. */
    final Set<String> everMade = new ConcurrentSkipListSet<>();

    volatile boolean spoils;

    FakeBucket() {
        server = Await.result(
                vertx.createHttpServer(new HttpServerOptions().setMaxChunkSize(SuiteApi.PIECE))
                        .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                        .listen(0, "127.0.0.1"),
                Duration.ofSeconds(10));
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    boolean isEmpty() {
        return objects.isEmpty();
    }

    private void answer(HttpServerRequest request, Buffer body) {
        var response = request.response();
        var key = request.path().replaceFirst("/$", "").substring(1);
        boolean isObject = key.contains("/");
        switch (request.method().name()) {
            case "PUT" -> {
                if (isObject) objects.put(key, body);
                else buckets.add(key);
                everMade.addAll(buckets);
                response.putHeader("ETag", "\"0\"").end();
            }
            case "GET" -> response.end(given(objects.get(key)));
            case "DELETE" -> {
                if (isObject) objects.remove(key);
                else buckets.remove(key);
                response.setStatusCode(204).end();
            }
            default -> response.setStatusCode(400).end();
        }
    }

    private Buffer given(Buffer object) {
        return spoils ? object.copy().setByte(9, (byte) ~object.getByte(9)) : object;
    }

    @Override
    public void close() {
        Await.result(vertx.close(), Duration.ofSeconds(10));
    }
}
