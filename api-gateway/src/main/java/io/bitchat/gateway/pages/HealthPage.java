package io.bitchat.gateway.pages;

import io.bitchat.gateway.upstream.Upstream;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** Readiness of the gateway: the readiness of each service and of its dependencies, by name. */
final class HealthPage {
    private static final Duration LIFETIME = Duration.ofMillis(250);
    private static final String UP = "UP";

    private final Cached<Health> health;

    HealthPage(List<Upstream> upstreams) {
        this.health = new Cached<>(LIFETIME, () -> ask(upstreams));
    }

    /** @param up whether every check is UP */
    record Health(boolean up, Buffer body) {}

    static Buffer live() {
        return plain(true);
    }

    /** The part that is public. */
    static Buffer plain(boolean up) {
        return new JsonObject()
                .put("status", up ? UP : "DOWN")
                .put("checks", new JsonArray())
                .toBuffer();
    }

    Future<Health> ready() {
        return health.get();
    }

    private static Future<Health> ask(List<Upstream> upstreams) {
        List<Future<JsonArray>> parts = upstreams.stream().map(HealthPage::ask).toList();
        return Future.all(parts).map(_ -> {
            var checks = new JsonArray();
            parts.forEach(part -> checks.addAll(part.result()));
            boolean up = checks.stream().allMatch(check -> UP.equals(((JsonObject) check).getString("status")));
            JsonObject body = new JsonObject().put("status", up ? UP : "DOWN").put("checks", checks);
            return new Health(up, body.toBuffer());
        });
    }

    private static Future<JsonArray> ask(Upstream upstream) {
        String name = upstream.service().label();
        return upstream.get("/q/health/ready")
                .map(answer -> checks(name, answer))
                .otherwise(cause -> new JsonArray().add(check(name, false, "does not answer")));
    }

    private static JsonArray checks(String name, Upstream.Answer answer) {
        var checks = new JsonArray().add(check(name, answer.status() == 200, "answered " + answer.status()));
        try {
            for (Object inner : new JsonObject(answer.body()).getJsonArray("checks", new JsonArray())) {
                JsonObject copy = ((JsonObject) inner).copy();
                checks.add(copy.put("name", name + ": " + copy.getString("name")));
            }
        } catch (DecodeException | ClassCastException _) {
            /* a foreign service may answer readiness in another format; its status suffices */
        }
        return checks;
    }

    private static JsonObject check(String name, boolean up, String reason) {
        JsonObject check = new JsonObject().put("name", name).put("status", up ? UP : "DOWN");
        return up ? check : check.put("data", new JsonObject().put("reason", reason));
    }
}
