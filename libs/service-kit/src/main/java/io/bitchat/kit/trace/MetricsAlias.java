package io.bitchat.kit.trace;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Serves the metrics at {@code /q/metrics} too, where tools made for the framework look for them. */
@ApplicationScoped
class MetricsAlias {
    void register(@Observes Router router) {
        router.get("/q/metrics").handler(request -> request.reroute("/metrics"));
    }
}
