package io.bitchat.gateway;

import static java.util.Objects.requireNonNull;

import io.bitchat.gateway.GatewayConfig.Limits;
import io.bitchat.gateway.admission.Admission;
import io.bitchat.gateway.admission.Callers;
import io.bitchat.gateway.admission.Cors;
import io.bitchat.gateway.admission.HostPolicy;
import io.bitchat.gateway.admission.Operators;
import io.bitchat.gateway.admission.OriginPolicy;
import io.bitchat.gateway.connection.BodyRules;
import io.bitchat.gateway.connection.ClientConnection;
import io.bitchat.gateway.connection.Connections;
import io.bitchat.gateway.connection.NotSentLowWater;
import io.bitchat.gateway.connection.StrictDecoder;
import io.bitchat.gateway.exchange.Exchange;
import io.bitchat.gateway.exchange.Problem;
import io.bitchat.gateway.exchange.RequestPath;
import io.bitchat.gateway.exchange.Route;
import io.bitchat.gateway.exchange.Service;
import io.bitchat.gateway.exchange.TraceParent;
import io.bitchat.gateway.pages.DocsPage;
import io.bitchat.gateway.pages.OwnPages;
import io.bitchat.gateway.upstream.Forwarding;
import io.bitchat.gateway.upstream.ReverseRoutes;
import io.bitchat.gateway.upstream.SocketTunnel;
import io.bitchat.gateway.upstream.Tunnels;
import io.bitchat.gateway.upstream.Upstream;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The traffic of one event loop: decides about each request and forwards it. */
final class GatewayVerticle extends AbstractVerticle {
    private static final Logger LOG = Logger.getLogger(GatewayVerticle.class.getName());

    private static final int SWEEP_MILLIS = 250;
    private static final int RELIEVE_MILLIS = 60;
    private static final int SWITCHED = 101;
    private static final int CLIENT_GONE = 499;

    private final GatewayConfig config;
    private final GatewayMetrics metrics;
    private final AtomicReference<Stage> stage;
    private final Connections connections;
    private final Cors cors;
    private final Tunnels tunnels;
    private final Admission admission;
    private final Callers callers;
    private final Map<Service, Upstream> upstreams = new EnumMap<>(Service.class);
    private @Nullable ReverseRoutes routes;
    private @Nullable SocketTunnel tunnel;
    private @Nullable OwnPages pages;
    private @Nullable HttpServer server;

    GatewayVerticle(GatewayConfig config, GatewayMetrics metrics, Callers callers, AtomicReference<Stage> stage) {
        this.config = config;
        this.metrics = metrics;
        this.stage = stage;
        this.connections = new Connections(config.times(), config.limits(), callers, metrics.connections());
        this.tunnels = new Tunnels(metrics, callers, config.times());
        GatewayConfig.Access access = config.access();
        this.cors = new Cors(new OriginPolicy(access.origins()));
        this.callers = callers;
        this.admission = new Admission(cors, new HostPolicy(config.bind(), access.hosts()), config.limits(), callers);
    }

    int port() {
        return requireNonNull(server).actualPort();
    }

    @Override
    public void start(Promise<Void> started) {
        config.services()
                .forEach((service, url) ->
                        upstreams.put(service, new Upstream(vertx, service, url, config.limits(), callers)));
        var forwarding = new Forwarding(config.trustForwarded());
        var bodies = new BodyRules(config.limits(), config.times());
        var reverse = new ReverseRoutes(upstreams, connections, forwarding, metrics, bodies);
        routes = reverse;
        tunnel = new SocketTunnel(upstreams, connections, forwarding, reverse, tunnels);
        pages = new OwnPages(
                List.copyOf(upstreams.values()),
                new DocsPage(vertx),
                metrics,
                new Operators(config.access().operatorToken(), config.trustForwarded()),
                () -> stage.get() != Stage.SERVING);
        vertx.setPeriodic(SWEEP_MILLIS, _ -> sweep(System.nanoTime()));
        vertx.setPeriodic(RELIEVE_MILLIS, _ -> relieve(System.nanoTime()));
        HttpServerOptions options = options();
        HttpServer created = vertx.createHttpServer(options)
                .connectionHandler(connection -> {
                    StrictDecoder.replaceIn(connection, options);
                    NotSentLowWater.setOn(connection);
                    connections.accept(connection);
                })
                .requestHandler(this::handleOnceRead)
                .invalidRequestHandler(this::refuseUnreadable)
                .exceptionHandler(_ -> {
                    /* a connection that breaks before its first request needs no answer */
                });
        server = created;
        created.listen().<Void>mapEmpty().onComplete(started);
    }

    private HttpServerOptions options() {
        Limits limits = config.limits();
        return new HttpServerOptions()
                .setHost(config.bind())
                .setPort(config.port())
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setAcceptBacklog(4_096)
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(limits.headerBytes())
                .setMaxChunkSize(GatewayConfig.PIECE_BYTES)
                .setMaxInitialLineLength(limits.lineBytes());
    }

    private void sweep(long nowNanos) {
        connections.sweep(nowNanos, tunnels.sweep(nowNanos));
    }

    private void relieve(long nowNanos) {
        upstreams.values().forEach(upstream -> upstream.relieve(nowNanos));
    }

    /** Delays a pipelined request until the client has read the answers before it. */
    private void handleOnceRead(HttpServerRequest request) {
        if (!request.response().writeQueueFull()) {
            handle(request);
            return;
        }
        request.pause();
        request.response().drainHandler(_ -> {
            request.response().drainHandler(null);
            handle(request);
            request.resume();
        });
    }

    private void handle(HttpServerRequest request) {
        var trace = TraceParent.of(request.getHeader("traceparent"));
        String rawPath = request.path();
        String normal = rawPath == null ? null : RequestPath.normalise(rawPath);
        String path = normal == null ? String.valueOf(rawPath) : normal;
        Route route = normal == null ? Route.UNKNOWN : Route.of(normal);
        var exchange = new Exchange(request, trace, route, path, System.nanoTime());
        ClientConnection connection = begin(exchange);
        if (connection == null) {
            request.connection().close();
            return;
        }
        cors.decorate(request, request.response().headers());
        if (stage.get() == Stage.LEAVING) {
            sendAway(exchange, connection);
        }
        try {
            answer(exchange, connection);
        } catch (RuntimeException fault) {
            // without the stack trace: an attacker who triggers faults could fill the disk with traces
            LOG.warning(() -> "request could not be handled trace_id=" + trace.traceId() + " cause=" + fault);
            refuse(exchange, connection, Problem.internal());
        }
    }

    /** Lets the caller send its next request elsewhere. */
    private static void sendAway(Exchange exchange, ClientConnection connection) {
        HttpServerRequest request = exchange.request();
        request.response().putHeader("connection", "close");
        exchange.whenOver(() -> {
            if (request.isEnded()) {
                connection.close();
            } else {
                connection.closeSoon();
            }
        });
    }

    private void answer(Exchange exchange, ClientConnection connection) {
        HttpServerRequest request = exchange.request();
        Problem refusal = refusal(exchange);
        if (refusal != null) {
            refuse(exchange, connection, refusal);
        } else if (Cors.isPreflight(request)) {
            cors.answerPreflight(request);
        } else {
            serve(exchange, exchange.path());
        }
    }

    private @Nullable Problem refusal(Exchange exchange) {
        if (isRefused(exchange)) return Problem.unavailable("the gateway is stopping; connect again");
        Service service = exchange.route().service();
        if (service != null && !upstreams.containsKey(service)) return Problem.notInstalled(service.label());
        return admission.refuse(exchange);
    }

    /** A gateway that leaves still serves requests, but a socket would have to be closed again. */
    private boolean isRefused(Exchange exchange) {
        return switch (requireNonNull(stage.get())) {
            case SERVING -> false;
            case LEAVING -> exchange.route().isSocket();
            case REFUSING -> true;
        };
    }

    /** Closes the WebSockets of this event loop with 1012; completes when they are closed. */
    Future<Void> closeSockets() {
        Promise<Void> closed = Promise.promise();
        context.runOnContext(_ -> tunnels.restart().onComplete(closed));
        return closed.future();
    }

    private @Nullable ClientConnection begin(Exchange exchange) {
        ClientConnection connection = connections.of(exchange.request().connection());
        if (connection == null || connection.isClosing()) {
            return null;
        }
        connections.begin(connection, exchange);
        metrics.began();
        HttpServerResponse response = exchange.request().response();
        response.putHeader("x-trace-id", exchange.trace().traceId());
        exchange.whenOver(() -> ended(exchange, connection));
        response.endHandler(_ -> exchange.end());
        return connection;
    }

    private void ended(Exchange exchange, ClientConnection connection) {
        connections.end(connection);
        HttpServerResponse response = exchange.request().response();
        if (exchange.isSocket()) {
            metrics.ended(exchange, SWITCHED);
        } else if (response.ended()) {
            metrics.ended(exchange, response.getStatusCode());
        } else {
            metrics.ended(exchange, CLIENT_GONE);
            exchange.cutUpstream();
        }
    }

    private void serve(Exchange exchange, String path) {
        HttpServerRequest request = exchange.request();
        Service service = exchange.route().service();
        if (service == null) {
            requireNonNull(pages).answer(exchange, path);
        } else if (exchange.route().isSocket()) {
            requireNonNull(tunnel).open(exchange);
        } else {
            if ("100-continue".equalsIgnoreCase(request.getHeader("expect"))) {
                request.response().writeContinue();
            }
            requireNonNull(routes).forward(exchange, service);
        }
    }

    /** Answers at once; if the body is still arriving, the connection closes after it. */
    private void refuse(Exchange exchange, ClientConnection connection, Problem problem) {
        HttpServerRequest request = exchange.request();
        HttpServerResponse response = request.response();
        if (Admission.hasBody(request) || problem.status() == 400 || stage.get() == Stage.REFUSING) {
            response.putHeader("connection", "close");
            connection.closeSoon();
            request.endHandler(_ -> connection.close());
        }
        problem.send(response, exchange.trace().traceId());
    }

    private void refuseUnreadable(HttpServerRequest request) {
        Limits limits = config.limits();
        Problem problem =
                switch (request.decoderResult().cause()) {
                    case TooLongHttpLineException _ -> Problem.uriTooLong(limits.lineBytes());
                    case TooLongHttpHeaderException _ -> Problem.headersTooLarge(limits.headerBytes());
                    case StrictDecoder.LengthTwice _ -> Problem.lengthTwice();
                    case null, default -> Problem.malformed("the request is not valid HTTP/1.1");
                };
        request.response().putHeader("connection", "close");
        problem.send(request.response(), TraceParent.of(null).traceId());
        ClientConnection connection = connections.of(request.connection());
        if (connection != null) {
            connection.closeSoon();
        }
    }
}
