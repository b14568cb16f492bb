package io.bitchat.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Stands before a site, and hands on what it is asked for: after a pause, and truly or not. */
final class RelayedSource implements AutoCloseable {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String site;
    private final int pauseMillis;
    private final boolean lies;
    private final HttpServer server;
    private final List<Integer> asked = new CopyOnWriteArrayList<>();

    /** @param pauseMillis before each chunk */
    RelayedSource(String site, int pauseMillis, boolean lies) {
        this.site = site;
        this.pauseMillis = pauseMillis;
        this.lies = lies;
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::relay);
        server.start();
    }

    String url(String file) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/bitchat/files/" + file;
    }

    /** Indices of the chunks that it was asked for. */
    List<Integer> asked() {
        return asked;
    }

    private void relay(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().toString();
        boolean chunk = path.matches(".*/chunks/[0-9]+");
        try (exchange) {
            if (chunk) {
                asked.add(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)));
                Thread.sleep(pauseMillis);
            }
            var request = HttpRequest.newBuilder(URI.create(site + path)).build();
            var answer = http.send(request, BodyHandlers.ofByteArray());
            var body = answer.body();
            if (chunk && lies) body[body.length / 2] ^= 1;
            exchange.sendResponseHeaders(answer.statusCode(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
