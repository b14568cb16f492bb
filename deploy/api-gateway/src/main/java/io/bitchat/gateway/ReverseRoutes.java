package io.bitchat.gateway;

import static java.util.Objects.requireNonNull;

import io.bitchat.gateway.Exchange.Phase;
import io.bitchat.gateway.GatewayConfig.Limits;
import io.vertx.core.Future;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpMethod;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyResponse;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Carries plain requests to their service, streaming both ways, and turns a failing service into a problem. */
final class ReverseRoutes implements ProxyInterceptor {
    private static final int LOCKED = 423;

    private final Map<Service, HttpProxy> proxies = new EnumMap<>(Service.class);
    private final Connections connections;
    private final Forwarding forwarding;
    private final GatewayMetrics metrics;
    private final Limits limits;

    ReverseRoutes(
            Map<Service, Upstream> upstreams,
            Connections connections,
            Forwarding forwarding,
            GatewayMetrics metrics,
            Limits limits) {
        this.connections = connections;
        this.forwarding = forwarding;
        this.metrics = metrics;
        this.limits = limits;
        upstreams.forEach((service, upstream) -> proxies.put(service, proxy(upstream)));
    }

    private HttpProxy proxy(Upstream upstream) {
        return HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), upstream.pool())
                .origin((ProxyContext context) ->
                        upstream.request().map(request -> exchange(context).sendingTo(request)))
                .addInterceptor(this);
    }

    void forward(Exchange exchange, Service service) {
        requireNonNull(proxies.get(service)).handle(exchange.request());
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        Exchange exchange = exchange(context);
        var request = context.request();
        forwarding.toService(exchange.request(), exchange.trace(), request.headers());
        request.setURI(exchange.target());
        request.setBody(Body.body(
                new LimitedBody(exchange, limits.bodyBytesOf(exchange.route())),
                request.getBody().length()));
        return context.sendRequest()
                .onSuccess(_ -> exchange.enter(Phase.ANSWER))
                .recover(cause -> Future.succeededFuture(failed(context, exchange, cause)));
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext context) {
        forwarding.toClient(context.response().headers());
        return context.sendResponse();
    }

    private ProxyResponse failed(ProxyContext context, Exchange exchange, Throwable cause) {
        Problem problem = problemOf(exchange, cause);
        exchange.enter(Phase.ANSWER);
        if (problem.status() != 503) {
            closeAfter(exchange);
        }
        ProxyResponse response = context.request()
                .release()
                .response()
                .setStatusCode(statusOf(problem, exchange))
                .putHeader("content-type", Problem.MEDIA_TYPE)
                .setBody(Body.body(problem.body(exchange.trace().traceId())));
        if (problem.retryAfterSeconds() > 0) {
            response.putHeader("retry-after", Integer.toString(problem.retryAfterSeconds()));
        }
        return response;
    }

    /**
     * Clients of tus take any failure to say where an upload goes on for an upload that is gone, and begin a new one; but
     * for a locked one they wait.
     */
    private static int statusOf(Problem problem, Exchange exchange) {
        boolean asksWhere =
                exchange.route() == Route.FILE_TUS && exchange.request().method() == HttpMethod.HEAD;
        return asksWhere && problem.status() == 503 ? LOCKED : problem.status();
    }

    /** The client is still sending a body that nobody wants: let it read the answer, then close. */
    private void closeAfter(Exchange exchange) {
        exchange.request().response().putHeader("connection", "close");
        ClientConnection connection = connections.of(exchange.request().connection());
        if (connection != null) {
            connection.closeSoon();
        }
    }

    /** What a failed attempt means for the client; also counts it. */
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
            case TimeoutException _ -> unavailable(exchange, service, "connect_timeout", " accepts no connection");
            case java.net.ConnectException _ -> unavailable(exchange, service, "unreachable", " is not reachable");
            default -> unavailable(exchange, service, "aborted", " broke off before it answered");
        };
    }

    private Problem unavailable(Exchange exchange, Service service, String kind, String detail) {
        metrics.upstreamFailed(service, kind, exchange.trace());
        return Problem.unavailable(service.label() + detail);
    }

    private Exchange exchange(ProxyContext context) {
        var request = context.request().proxiedRequest();
        var connection = requireNonNull(connections.of(request.connection()), "connection is not watched");
        return requireNonNull(connection.exchange(), "no exchange in progress");
    }
}
