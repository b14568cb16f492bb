package io.bitchat.kit.trace;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Serves the metrics also at {@code /q/metrics}, where Quarkus tools expect them. */
@ApplicationScoped
class MetricsAlias {
    void register(@Observes Router router) {
        router.get("/q/metrics").handler(request -> request.reroute("/metrics"));
    }
}
