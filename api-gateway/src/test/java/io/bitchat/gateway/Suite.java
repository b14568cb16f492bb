package io.bitchat.gateway;

import static java.util.Objects.requireNonNull;

import io.bitchat.gateway.GatewayConfig.Access;
import io.bitchat.gateway.GatewayConfig.Limits;
import io.bitchat.gateway.GatewayConfig.Shares;
import io.bitchat.gateway.GatewayConfig.Times;
import io.bitchat.gateway.exchange.Service;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A gateway in front of three servers that stand in for the services. */
public final class Suite implements AutoCloseable {
    /** For tests in which no timeout may fire, however busy the machine is. */
    public static final Times PATIENT = new Times(
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            1,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ofSeconds(20),
            Duration.ofSeconds(1));

    /** Like {@link #PATIENT}, but serves on for a while when it is stopped. */
    public static final Times LEAVING = new Times(
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            1,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Duration.ofSeconds(20),
            Duration.ofSeconds(1));

    /** For tests of the timeouts themselves. */
    public static final Times QUICK = new Times(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            1 << 10,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            Duration.ZERO,
            Duration.ofSeconds(20),
            Duration.ofSeconds(1));

    public static final Limits SMALL = new Limits(64 << 10, 256 << 10, 16 << 10, 8 << 10, 5_000, 32, 4 << 20, 16 << 20);

    public final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setPreferNativeTransport(true));
    public volatile Consumer<HttpServerRequest> onPeer =
            request -> request.response().end("peer " + request.uri());
    public volatile Consumer<HttpServerRequest> onMessage =
            request -> request.response().end("message " + request.uri());
    volatile Consumer<HttpServerRequest> onGroup = request -> request.response().end("group " + request.uri());
    public volatile Consumer<HttpServerRequest> onFile =
            request -> request.response().end("file " + request.uri());
    public volatile Consumer<HttpServerRequest> onTransport =
            request -> request.response().end("transport " + request.uri());
    public volatile Consumer<ServerWebSocket> onSocket = socket -> socket.textMessageHandler(socket::writeTextMessage);
    public volatile boolean refuseSockets;
    final HttpClient client = HttpClient.newHttpClient();

    private final HttpServer peer;
    private final HttpServer message;
    private final Gateway gateway;

    public Suite() {
        this(PATIENT, List.of("*"));
    }

    public Suite(Times times, List<String> origins) {
        this(times, new Access(List.of("*"), origins, ""), SMALL, Shares.DEFAULT);
    }

    public Suite(Times times, Access access, Limits limits, Shares shares) {
        peer = await(vertx.createHttpServer()
                .requestHandler(request -> onPeer.accept(request))
                .listen(0, "127.0.0.1"));
        message = await(vertx.createHttpServer()
                .requestHandler(request -> {
                    if (request.path().contains("/ws/") && !refuseSockets) {
                        request.toWebSocket().onSuccess(socket -> onSocket.accept(socket));
                    } else {
                        onMessage.accept(request);
                    }
                })
                .listen(0, "127.0.0.1"));
        HttpServer group = await(vertx.createHttpServer()
                .requestHandler(request -> onGroup.accept(request))
                .listen(0, "127.0.0.1"));
        HttpServer file = await(vertx.createHttpServer()
                .requestHandler(request -> onFile.accept(request))
                .listen(0, "127.0.0.1"));
        HttpServer transport = await(vertx.createHttpServer()
                .requestHandler(request -> onTransport.accept(request))
                .listen(0, "127.0.0.1"));
        gateway = await(Gateway.start(
                vertx,
                new GatewayConfig(
                        "127.0.0.1",
                        0,
                        Map.of(
                                Service.PEER, url(peer),
                                Service.MESSAGE, url(message),
                                Service.GROUP, url(group),
                                Service.FILE, url(file),
                                Service.TRANSPORT, url(transport)),
                        access,
                        limits,
                        shares,
                        times,
                        1,
                        false)));
    }

    private static URI url(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Gateway gateway() {
        return gateway;
    }

    public int port() {
        return gateway.port();
    }

    public void stopMessageService() {
        await(message.close());
    }

    public HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(25));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<String> get(String path) {
        return send(to(path));
    }

    HttpResponse<String> post(String path, String body) {
        return send(
                to(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Sends raw bytes and reads until the gateway closes. */
    public String raw(String text) throws IOException {
        try (var socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(25_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return readAll(socket.getInputStream());
        }
    }

    static String readAll(InputStream in) {
        var text = new StringBuilder();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                text.append((char) b);
            }
        } catch (IOException _) {
            /* a reset ends the answer as a close does */
        }
        return requireNonNull(text.toString());
    }

    @Override
    public void close() {
        await(gateway.stop());
    }
}
