package io.bitchat.gateway;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;

/** Turns a WebSocket upgrade into a byte pipe between client and service, with back-pressure and nothing in between. */
final class SocketTunnel {
    private static final int WRITE_QUEUE_BYTES = 32 << 10;

    private final Upstream upstream;
    private final Connections connections;
    private final Forwarding forwarding;
    private final ReverseRoutes failures;
    private final GatewayMetrics metrics;

    SocketTunnel(
            Upstream upstream,
            Connections connections,
            Forwarding forwarding,
            ReverseRoutes failures,
            GatewayMetrics metrics) {
        this.upstream = upstream;
        this.connections = connections;
        this.forwarding = forwarding;
        this.failures = failures;
        this.metrics = metrics;
    }

    void open(Exchange exchange) {
        exchange.enter(Exchange.Phase.UPSTREAM);
        upstream.socketRequest(exchange.target())
                .compose(request -> handshake(exchange, request))
                .onSuccess(answer -> answered(exchange, answer))
                .onFailure(cause -> failures.problemOf(exchange, cause)
                        .send(exchange.request().response(), exchange.trace().traceId()));
    }

    private Future<HttpClientResponse> handshake(Exchange exchange, HttpClientRequest toService) {
        exchange.sendingTo(toService);
        HttpServerRequest request = exchange.request();
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(request.headers());
        headers.remove("host");
        forwarding.toService(request, exchange.trace(), headers);
        toService.headers().addAll(headers).set("connection", "Upgrade").set("upgrade", "websocket");
        return toService.connect();
    }

    private void answered(Exchange exchange, HttpClientResponse answer) {
        HttpServerRequest request = exchange.request();
        exchange.enter(Exchange.Phase.ANSWER);
        if (request.response().closed()) {
            exchange.cutUpstream();
        } else if (answer.statusCode() == 101) {
            pipe(exchange, answer);
        } else {
            refuse(exchange, answer);
        }
    }

    private void refuse(Exchange exchange, HttpClientResponse answer) {
        var response = exchange.request().response().setStatusCode(answer.statusCode());
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(answer.headers());
        forwarding.toClient(headers);
        headers.remove("transfer-encoding");
        response.headers().addAll(headers);
        if (!headers.contains("content-length")) {
            response.setChunked(true);
        }
        answer.pipeTo(response).onFailure(_ -> response.reset());
    }

    private void pipe(Exchange exchange, HttpClientResponse answer) {
        NetSocket service = answer.netSocket();
        service.pause();
        HttpServerRequest request = exchange.request();
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(answer.headers());
        forwarding.toClient(headers);
        request.response()
                .headers()
                .addAll(headers)
                .set("connection", "Upgrade")
                .set("upgrade", "websocket");
        var connection = request.connection();
        request.toNetSocket()
                .onSuccess(client -> {
                    connections.tunnelled(connection);
                    metrics.ended(exchange, 101);
                    join(client, service);
                })
                .onFailure(_ -> service.close());
    }

    private void join(NetSocket client, NetSocket service) {
        metrics.socketOpened();
        client.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
        service.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
        client.closeHandler(_ -> {
            connections.socketClosed();
            metrics.socketClosed();
            service.close();
        });
        service.closeHandler(_ -> client.close());
        client.pipeTo(service);
        service.pipeTo(client);
    }
}
