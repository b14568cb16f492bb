package io.bitchat.system.suite;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** An HTTP proxy in front of a site, which forwards request by request. */
public abstract class Relay implements AutoCloseable {
    private static final Pattern CHUNK = Pattern.compile(".*/chunks/([0-9]+)");
    /** Hop-by-hop headers, and headers that the JDK client sets itself. */
    private static final Set<String> OF_THE_HOP = Set.of(
            "connection", "content-length", "date", "expect", "host", "http2-settings", "transfer-encoding", "upgrade");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String site;
    private final HttpServer server;

    public Relay(String site) {
        this.site = site;
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::relay);
        server.start();
    }

    /**
     * A request; if it broke off, with the part of its body that had arrived.
     *
     * @param began start as {@link System#nanoTime()}
     */
    public record Asked(String method, String path, byte[] body, long began) {
        /** The index of the chunk that it sends or requests. */
        public OptionalInt chunk() {
            var chunk = CHUNK.matcher(path);
            return chunk.matches() ? OptionalInt.of(Integer.parseInt(chunk.group(1))) : OptionalInt.empty();
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Called when a request has arrived; it is forwarded when this returns. */
    protected void came(Asked asked) throws InterruptedException {}

    /** The body that the client gets instead of the site's. */
    protected byte[] answer(Asked asked, byte[] body) {
        return body;
    }

    /** Called when the whole answer was sent to the client. */
    protected void answered(Asked asked, int status, int bytes) {}

    /** Called when the exchange failed before that. */
    protected void broke(Asked asked) {}

    private void relay(HttpExchange exchange) throws IOException {
        long began = System.nanoTime();
        var body = new ByteArrayOutputStream();
        boolean over = false;
        try (exchange) {
            exchange.getRequestBody().transferTo(body);
            var asked = asked(exchange, body, began);
            came(asked);
            var answer = http.send(request(exchange, asked), BodyHandlers.ofByteArray());
            var bytes = answer(asked, answer.body());
            handBack(exchange, answer, bytes);
            over = true;
            answered(asked, answer.statusCode(), bytes.length);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            if (!over) broke(asked(exchange, body, began));
        }
    }

    private static Asked asked(HttpExchange exchange, ByteArrayOutputStream body, long began) {
        return new Asked(exchange.getRequestMethod(), exchange.getRequestURI().toString(), body.toByteArray(), began);
    }

    private HttpRequest request(HttpExchange exchange, Asked asked) {
        var request = HttpRequest.newBuilder(URI.create(site + asked.path()))
                .method(asked.method(), BodyPublishers.ofByteArray(asked.body()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (isOfTheHop(name)) return;
            values.forEach(value -> request.header(name, value));
        });
        return request.build();
    }

    private static void handBack(HttpExchange exchange, HttpResponse<byte[]> answer, byte[] bytes) throws IOException {
        answer.headers().map().forEach((name, values) -> {
            if (!isOfTheHop(name)) exchange.getResponseHeaders().put(name, values);
        });
        exchange.sendResponseHeaders(answer.statusCode(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
    }

    private static boolean isOfTheHop(String header) {
        return OF_THE_HOP.contains(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
