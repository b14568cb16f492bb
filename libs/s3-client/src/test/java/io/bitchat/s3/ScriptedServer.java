package io.bitchat.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A server with scripted responses, in order; the last one repeats. */
final class ScriptedServer implements AutoCloseable {
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final int BACKLOG = 50;

    private final String scheme;
    private final HttpServer server;
    private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile Answer last = exchange -> exchange.sendResponseHeaders(200, -1);

    /** Answers a request whose body has been read. */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    ScriptedServer() {
        this("http", plain());
    }

    private static HttpServer plain() {
        try {
            return HttpServer.create(LOOPBACK, BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server with TLS. */
    static ScriptedServer withTls(SSLContext context) throws IOException {
        var server = HttpsServer.create(LOOPBACK, BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new ScriptedServer("https", server);
    }

    private ScriptedServer(String scheme, HttpServer server) {
        this.scheme = scheme;
        this.server = server;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    S3Settings settings(S3Settings.Limits limits) {
        var endpoint = URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
        return new S3Settings(
                endpoint, "us-east-1", "bucket", new S3Settings.Credentials("somebody", "secret"), true, limits);
    }

    ScriptedServer then(Answer answer) {
        script.add(answer);
        return this;
    }

    /** Methods and paths of the requests; absolute URIs if the server is used as a proxy. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    static Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    static Answer bytes(byte[] bytes) {
        return exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** Error response of an S3 server. */
    static Answer error(int status, String code) {
        return text(
                status,
                "application/xml",
                "<Error><Code>" + code + "</Code><Message>for some reason</Message></Error>");
    }

    static Answer text(int status, String type, String text) {
        return exchange -> {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    static Answer stored() {
        return exchange -> {
            exchange.getResponseHeaders().add("ETag", "\"0\"");
            exchange.sendResponseHeaders(200, -1);
        };
    }

    static Answer late(Duration by, Answer answer) {
        return exchange -> {
            try {
                Thread.sleep(by);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            answer.to(exchange);
        };
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var uri = exchange.getRequestURI();
            requests.add(exchange.getRequestMethod() + " "
                    + (uri.getHost() == null ? "" : uri.getScheme() + "://" + uri.getAuthority())
                    + uri.getPath());
            var next = script.poll();
            if (next != null) last = next;
            last.to(exchange);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
