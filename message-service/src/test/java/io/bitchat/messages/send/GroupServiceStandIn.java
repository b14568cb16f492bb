package io.bitchat.messages.send;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Stands in for the group service on a real socket; the group id selects its behaviour. */
public final class GroupServiceStandIn implements QuarkusTestResourceLifecycleManager {
    private static final String PROBLEM = "application/problem+json";

    private final Vertx vertx = Vertx.vertx();

    @Override
    public Map<String, String> start() {
        var server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body.toString())))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return Map.of("bitchat.groups.url", "http://127.0.0.1:" + server.actualPort(), "bitchat.groups.timeout", "2s");
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static void answer(HttpServerRequest request, String body) {
        var response = request.response();
        switch (request.path()) {
            case "/api/bitchat/groups/open/messages" -> created(request, body);
            case "/api/bitchat/groups/closed/messages" -> problem(response, 403, "not_a_member");
            case "/api/bitchat/groups/busy/messages" ->
                problem(response.putHeader("Retry-After", "7"), 503, "dependency_unavailable");
            case "/api/bitchat/groups/broken/messages" -> request.connection().close();
            case "/api/bitchat/groups/silent/messages" -> {}
            default -> problem(response, 404, "unexpected_path");
        }
    }

    /** Returns what it received. */
    private static void created(HttpServerRequest request, String body) {
        var seen = new JsonObject()
                .put("method", request.method().name())
                .put("authorization", request.getHeader("Authorization"))
                .put("key", request.getHeader("Idempotency-Key"))
                .put("peer", request.getHeader("X-Peer-Id"))
                .put("traceparent", request.getHeader("traceparent"))
                .put("body", new JsonObject(body));
        request.response()
                .setStatusCode(201)
                .putHeader("Content-Type", "application/json")
                .end(seen.encode());
    }

    private static void problem(HttpServerResponse response, int status, String code) {
        response.setStatusCode(status)
                .putHeader("Content-Type", PROBLEM)
                .end(new JsonObject().put("status", status).put("code", code).encode());
    }
}
