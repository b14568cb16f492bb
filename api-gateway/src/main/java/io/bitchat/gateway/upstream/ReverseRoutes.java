package io.bitchat.gateway.upstream;

import static java.util.Objects.requireNonNull;

import io.bitchat.gateway.GatewayMetrics;
import io.bitchat.gateway.connection.BodyRules;
import io.bitchat.gateway.connection.ClientConnection;
import io.bitchat.gateway.connection.Connections;
import io.bitchat.gateway.exchange.Exchange;
import io.bitchat.gateway.exchange.Exchange.Phase;
import io.bitchat.gateway.exchange.Problem;
import io.bitchat.gateway.exchange.RequestBody;
import io.bitchat.gateway.exchange.Route;
import io.bitchat.gateway.exchange.Service;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Forwards plain requests to their service, and turns failures of a service into problems. A connection to a service is
 * taken only when there is something to send.
 */
public final class ReverseRoutes {
    private static final int LOCKED = 423;
    /** Bytes of a streamed body that must have arrived before a service is asked. */
    private static final int FIRST_BYTES = 64 << 10;

    private final Map<Service, Upstream> upstreams;
    private final Connections connections;
    private final Forwarding forwarding;
    private final GatewayMetrics metrics;
    private final BodyRules bodies;

    public ReverseRoutes(
            Map<Service, Upstream> upstreams,
            Connections connections,
            Forwarding forwarding,
            GatewayMetrics metrics,
            BodyRules bodies) {
        this.upstreams = upstreams;
        this.connections = connections;
        this.forwarding = forwarding;
        this.metrics = metrics;
        this.bodies = bodies;
    }

    public void forward(Exchange exchange, Service service) {
        RequestBody body = exchange.reading(bodies.of(exchange));
        Promise<HttpClientResponse> answer = Promise.promise();
        exchange.onGiveUp(() -> answer.tryFail("given up"));
        body.gather(exchange.route().isStreamed() ? FIRST_BYTES : Integer.MAX_VALUE)
                .compose(_ -> lease(exchange, body, requireNonNull(upstreams.get(service))))
                .compose(request -> send(exchange, body, request))
                .onSuccess(answer::tryComplete)
                .onFailure(answer::tryFail);
        answer.future().onSuccess(response -> pass(exchange, response)).onFailure(cause -> fail(exchange, cause));
    }

    private static Future<HttpClientRequest> lease(Exchange exchange, RequestBody body, Upstream upstream) {
        if (exchange.isOver()) {
            return Future.failedFuture("nobody waits for the answer");
        }
        boolean streams = !body.isComplete() || exchange.isDownload();
        return (streams ? upstream.streams() : upstream.requests()).take(exchange);
    }

    private Future<HttpClientResponse> send(Exchange exchange, RequestBody body, HttpClientRequest toService) {
        HttpServerRequest request = exchange.request();
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(request.headers());
        headers.remove("host");
        forwarding.toService(request, exchange.trace(), headers);
        toService.setMethod(request.method()).setURI(exchange.target());
        toService.headers().addAll(headers);
        return body.sendTo(toService).map(response -> {
            response.pause();
            return response;
        });
    }

    private void pass(Exchange exchange, HttpClientResponse answer) {
        exchange.enter(Phase.ANSWER);
        HttpServerResponse response = exchange.request().response();
        if (response.closed()) {
            exchange.cutUpstream();
            return;
        }
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(answer.headers());
        forwarding.toClient(headers);
        response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
        response.headers().addAll(headers);
        boolean unfinished = !exchange.request().isEnded();
        if (unfinished) {
            closeAfter(exchange);
        }
        if (isBodyless(exchange, answer)) {
            boolean length = response.headers().contains("content-length");
            response.headersEndHandler(_ -> {
                if (!length) {
                    // Vert.x would add a length of 0
                    response.headers().remove("content-length");
                }
            });
            answer.resume();
            response.end();
        } else {
            stream(exchange, answer, response);
        }
    }

    /**
     * Answers without a body (RFC 9110 6.4.1): they end with their head. For 204 and 304 a content length is removed.
     */
    private static boolean isBodyless(Exchange exchange, HttpClientResponse answer) {
        HttpServerResponse response = exchange.request().response();
        int status = answer.statusCode();
        if (status == 204 || status == 304) {
            response.headers().remove("content-length");
            return true;
        }
        return exchange.request().method() == HttpMethod.HEAD;
    }

    private void stream(Exchange exchange, HttpClientResponse answer, HttpServerResponse response) {
        if (!response.headers().contains("content-length")) {
            delimit(exchange, response);
        }
        connections.prepare(response, exchange);
        answer.pipe().endOnFailure(false).to(response).onFailure(_ -> {
            exchange.cutUpstream();
            response.reset();
        });
    }

    private void delimit(Exchange exchange, HttpServerResponse response) {
        if (exchange.request().version() == HttpVersion.HTTP_1_0) {
            // HTTP/1.0 has no chunked coding: the body ends with the connection
            closeAfter(exchange);
        } else {
            response.setChunked(true);
        }
    }

    private void fail(Exchange exchange, Throwable cause) {
        Problem problem = problemOf(exchange, cause);
        HttpServerResponse response = exchange.request().response();
        if (response.headWritten()) {
            /* too late for an error answer */
            exchange.request().connection().close();
            return;
        }
        exchange.enter(Phase.ANSWER);
        if (!exchange.request().isEnded()) {
            closeAfter(exchange);
        }
        problem.withStatus(statusOf(problem, exchange))
                .send(response, exchange.trace().traceId());
    }

    /**
     * A tus client takes any failure of the HEAD for the offset to mean that the upload is gone, and starts a new one.
     * For a locked upload (423) it waits and retries.
     */
    private static int statusOf(Problem problem, Exchange exchange) {
        boolean asksWhere =
                exchange.route() == Route.FILE_TUS && exchange.request().method() == HttpMethod.HEAD;
        return asksWhere && problem.status() == 503 ? LOCKED : problem.status();
    }

    /**
     * The client is still sending a body that nobody reads, or the connection delimits the answer: close after the
     * answer.
     */
    private void closeAfter(Exchange exchange) {
        exchange.request().response().putHeader("connection", "close");
        exchange.whenOver(() -> {
            exchange.cutUpstream();
            RequestBody body = exchange.body();
            if (body != null) {
                body.discard();
            }
            ClientConnection connection = connections.of(exchange.request().connection());
            if (connection != null) {
                connection.closeAfter(body);
            }
        });
    }

    /** Maps a failure to a problem and counts it. */
    Problem problemOf(Exchange exchange, Throwable cause) {
        Problem verdict = exchange.verdict();
        Service service = requireNonNull(exchange.route().service());
        if (verdict != null) {
            if (verdict.status() == 503) {
                metrics.upstreamFailed(service, "timeout", exchange.trace());
            }
            return verdict;
        }
        return switch (cause) {
            case ConnectionPoolTooBusyException _ -> unavailable(exchange, service, "overloaded", " is overloaded");
            case TimeoutException _ -> unavailable(exchange, service, "connect_timeout", " accepts no connections");
            case java.net.ConnectException _ -> unavailable(exchange, service, "unreachable", " is not reachable");
            default -> unavailable(exchange, service, "aborted", " closed the connection before it answered");
        };
    }

    private Problem unavailable(Exchange exchange, Service service, String kind, String detail) {
        metrics.upstreamFailed(service, kind, exchange.trace());
        return Problem.unavailable(service.label() + detail);
    }
}
