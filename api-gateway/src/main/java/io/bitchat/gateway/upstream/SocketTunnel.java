package io.bitchat.gateway.upstream;

import static java.util.Objects.requireNonNull;

import io.bitchat.gateway.admission.Callers;
import io.bitchat.gateway.connection.Connections;
import io.bitchat.gateway.exchange.Exchange;
import io.bitchat.gateway.exchange.Service;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.Map;

/** Turns a WebSocket upgrade into a byte pipe between client and service, with back-pressure; frames are not parsed. */
public final class SocketTunnel {
    private final Map<Service, Upstream> upstreams;
    private final Connections connections;
    private final Forwarding forwarding;
    private final ReverseRoutes failures;
    private final Tunnels tunnels;

    public SocketTunnel(
            Map<Service, Upstream> upstreams,
            Connections connections,
            Forwarding forwarding,
            ReverseRoutes failures,
            Tunnels tunnels) {
        this.upstreams = upstreams;
        this.connections = connections;
        this.forwarding = forwarding;
        this.failures = failures;
        this.tunnels = tunnels;
    }

    public void open(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        switch (tunnels.callers().openSocket(request, peerOf(exchange.path()))) {
            case Callers.Place.Refused(var problem) ->
                problem.send(request.response(), exchange.trace().traceId());
            case Callers.Place.Taken(var back) -> open(exchange, new Once(back));
        }
    }

    /** Decodes the path, so that different encodings of one peer id count together. */
    private static String peerOf(String path) {
        return String.valueOf(URI.create(path).getPath());
    }

    private void open(Exchange exchange, Once place) {
        exchange.enter(Exchange.Phase.UPSTREAM);
        Promise<HttpClientResponse> answer = Promise.promise();
        exchange.onGiveUp(() -> answer.tryFail("given up"));
        requireNonNull(upstreams.get(exchange.route().service()))
                .socketRequest(exchange.target())
                .compose(request -> handshake(exchange, request))
                .onSuccess(answer::tryComplete)
                .onFailure(answer::tryFail);
        answer.future()
                .onSuccess(response -> answered(exchange, response, place))
                .onFailure(cause -> {
                    place.run();
                    failures.problemOf(exchange, cause)
                            .send(
                                    exchange.request().response(),
                                    exchange.trace().traceId());
                });
    }

    private Future<HttpClientResponse> handshake(Exchange exchange, HttpClientRequest toService) {
        if (exchange.isOver()) {
            toService.connection().close();
            return Future.failedFuture("nobody waits for the answer");
        }
        exchange.sendingTo(toService);
        HttpServerRequest request = exchange.request();
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(request.headers());
        headers.remove("host");
        forwarding.toService(request, exchange.trace(), headers);
        toService.headers().addAll(headers).set("connection", "Upgrade").set("upgrade", "websocket");
        return toService.connect().map(response -> {
            // the connection must not be reused for another request
            if (response.statusCode() != 101) {
                exchange.whenOver(() -> toService.connection().close());
            }
            return response;
        });
    }

    private void answered(Exchange exchange, HttpClientResponse answer, Once place) {
        exchange.enter(Exchange.Phase.ANSWER);
        if (exchange.request().response().closed()) {
            place.run();
            answer.request().connection().close();
        } else if (answer.statusCode() == 101) {
            pipe(exchange, answer, place);
        } else {
            place.run();
            refuse(exchange, answer);
        }
    }

    private void refuse(Exchange exchange, HttpClientResponse answer) {
        HttpServerResponse response = exchange.request().response().setStatusCode(answer.statusCode());
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(answer.headers());
        forwarding.toClient(headers);
        response.headers().addAll(headers);
        if (!headers.contains("content-length")) {
            response.setChunked(true);
        }
        answer.pipe().endOnFailure(false).to(response).onFailure(_ -> response.reset());
    }

    private void pipe(Exchange exchange, HttpClientResponse answer, Once place) {
        NetSocket service = answer.netSocket();
        service.pause();
        Promise<Void> gone = Promise.promise();
        answer.request().connection().closeHandler(gone::tryComplete);
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
                    Runnable closed = connections.tunnelled(connection);
                    exchange.becomeSocket();
                    tunnels.join(client, service, gone.future(), () -> {
                        closed.run();
                        place.run();
                    });
                })
                .onFailure(_ -> {
                    place.run();
                    service.close();
                });
    }

    /** An action that runs at most once, whoever calls it first. */
    private static final class Once {
        private final Runnable action;
        private boolean done;

        Once(Runnable action) {
            this.action = action;
        }

        void run() {
            if (!done) {
                done = true;
                action.run();
            }
        }
    }
}
