package io.bitchat.gateway.pages;

import io.bitchat.gateway.GatewayMetrics;
import io.bitchat.gateway.admission.Operators;
import io.bitchat.gateway.exchange.Exchange;
import io.bitchat.gateway.exchange.Problem;
import io.bitchat.gateway.exchange.Route;
import io.bitchat.gateway.upstream.Upstream;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Pages that the gateway answers itself: landing page, API document, docs, health, metrics. */
public final class OwnPages {
    private static final String JSON = "application/json";
    private static final String LANDING = """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>BitChat</title></head>
            <body>
            <h1>BitChat</h1>
            <ul>
            <li><a href="/docs">API documentation, to read and to try</a></li>
            <li><a href="/openapi">OpenAPI document</a> (<a href="/openapi?format=yaml">YAML</a>)</li>
            <li><a href="/q/health">Health of the suite</a></li>
            <li><a href="/metrics">Metrics of the gateway</a></li>
            <li><a href="/api/bitchat/stats">Statistics</a></li>
            </ul>
            </body>
            </html>
            """;

    private final ApiDocument document;
    private final HealthPage health;
    private final DocsPage docs;
    private final GatewayMetrics metrics;
    private final Operators operators;
    private final BooleanSupplier draining;

    public OwnPages(
            List<Upstream> upstreams,
            DocsPage docs,
            GatewayMetrics metrics,
            Operators operators,
            BooleanSupplier draining) {
        this.document = new ApiDocument(upstreams);
        this.health = new HealthPage(upstreams);
        this.docs = docs;
        this.metrics = metrics;
        this.operators = operators;
        this.draining = draining;
    }

    public void answer(Exchange exchange, String path) {
        HttpServerRequest request = exchange.request();
        HttpServerResponse response = request.response();
        String traceId = exchange.trace().traceId();
        if (exchange.route() == Route.UNKNOWN) {
            Problem.notFound(path).send(response, traceId);
        } else if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            response.putHeader("allow", "GET, HEAD");
            Problem.methodNotAllowed("GET, HEAD").send(response, traceId);
        } else {
            page(exchange, path, response, traceId);
        }
    }

    private void page(Exchange exchange, String path, HttpServerResponse response, String traceId) {
        switch (exchange.route()) {
            case LANDING -> landing(response);
            case OPENAPI -> openApi(exchange.request(), response, traceId);
            case DOCS -> docs.answer(exchange.request(), path, traceId);
            case HEALTH -> ready(response, operators.isOperator(exchange.request()));
            case LIVE -> json(response, HealthPage.live());
            case METRICS -> metrics(exchange.request(), response, traceId);
            default -> throw new IllegalStateException("not a page of the gateway: " + exchange.route());
        }
    }

    private static void landing(HttpServerResponse response) {
        response.putHeader("content-type", "text/html; charset=utf-8")
                .putHeader("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
                .end(LANDING);
    }

    private void openApi(HttpServerRequest request, HttpServerResponse response, String traceId) {
        boolean yaml = "yaml".equals(request.getParam("format"));
        (yaml ? document.yaml() : document.json())
                .onSuccess(body -> response.putHeader("content-type", yaml ? "application/yaml" : JSON)
                        .end(body))
                .onFailure(cause ->
                        Problem.unavailable(String.valueOf(cause.getMessage())).send(response, traceId));
    }

    private void metrics(HttpServerRequest request, HttpServerResponse response, String traceId) {
        if (operators.isOperator(request)) {
            response.putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(metrics.scrape());
        } else {
            Problem.forbidden(
                            "metrics are for operators: on this machine, or with BITCHAT_OPERATOR_TOKEN as bearer token")
                    .send(response, traceId);
        }
    }

    private void ready(HttpServerResponse response, boolean detailed) {
        health.ready().onSuccess(state -> {
            boolean up = state.up() && !draining.getAsBoolean();
            json(response.setStatusCode(up ? 200 : 503), detailed ? state.body() : HealthPage.plain(up));
        });
    }

    private static void json(HttpServerResponse response, Buffer body) {
        response.putHeader("content-type", JSON)
                .putHeader("cache-control", "no-store")
                .end(body);
    }
}
