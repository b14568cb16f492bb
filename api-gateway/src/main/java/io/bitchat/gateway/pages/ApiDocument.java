package io.bitchat.gateway.pages;

import io.bitchat.gateway.upstream.Upstream;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** The merged OpenAPI document of everything reachable through the gateway, refreshed at most every five seconds. */
final class ApiDocument {
    private static final Logger LOG = Logger.getLogger(ApiDocument.class.getName());
    private static final Duration LIFETIME = Duration.ofSeconds(5);
    private static final String OWN = "/io/bitchat/gateway/openapi.json";

    private final JsonObject own = readOwn();
    private final Cached<Rendered> rendered;
    private List<String> reported = List.of();

    ApiDocument(List<Upstream> upstreams) {
        this.rendered = new Cached<>(LIFETIME, () -> merge(upstreams));
    }

    /** Fails with the name of the service if one of them does not return its document. */
    Future<Buffer> json() {
        return rendered.get().map(Rendered::json);
    }

    /** See {@link #json()}. */
    Future<Buffer> yaml() {
        return rendered.get().map(Rendered::yaml);
    }

    private Future<Rendered> merge(List<Upstream> upstreams) {
        List<Future<JsonObject>> parts = upstreams.stream().map(this::part).toList();
        return Future.all(parts).map(_ -> {
            var merge = new OpenApiMerge();
            merge.addOwn(own);
            for (int i = 0; i < parts.size(); i++) {
                merge.add(parts.get(i).result(), upstreams.get(i).service().schemaPrefix());
            }
            report(merge.conflicts());
            return Rendered.of(merge.result(head()));
        });
    }

    private JsonObject head() {
        JsonObject head = own.copy();
        head.remove("paths");
        return head;
    }

    private Future<JsonObject> part(Upstream upstream) {
        String name = upstream.service().label();
        return upstream.get("/q/openapi?format=json")
                .compose(answer -> answer.status() == 200
                        ? parse(name, answer.body())
                        : Future.failedFuture(name + " answered " + answer.status() + " for its API document"))
                .recover(cause -> Future.failedFuture(
                        cause.getMessage() != null && cause.getMessage().startsWith(name)
                                ? cause.getMessage()
                                : name + " did not send its API document"));
    }

    private static Future<JsonObject> parse(String name, Buffer body) {
        try {
            return Future.succeededFuture(new JsonObject(body));
        } catch (DecodeException e) {
            return Future.failedFuture(name + " sent an API document that is not JSON");
        }
    }

    private void report(List<String> conflicts) {
        if (!conflicts.equals(reported)) {
            reported = conflicts;
            LOG.warning(() -> "services describe the same name differently names=" + conflicts);
        }
    }

    private static JsonObject readOwn() {
        try (var in = ApiDocument.class.getResourceAsStream(OWN)) {
            if (in == null) {
                throw new IllegalStateException(OWN + " is missing from the jar");
            }
            return new JsonObject(Buffer.buffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Rendered(Buffer json, Buffer yaml) {
        static Rendered of(JsonObject document) {
            var options = new DumperOptions();
            options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
            Map<String, Object> plain = new JsonObject(document.encode()).getMap();
            return new Rendered(document.toBuffer(), Buffer.buffer(new Yaml(options).dump(plain)));
        }
    }
}
