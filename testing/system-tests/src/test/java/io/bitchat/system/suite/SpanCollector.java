package io.bitchat.system.suite;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receives spans by OTLP over HTTP, and keeps those of one trace. Protobuf has ids as bytes and names as text. */
public final class SpanCollector {
    /** The trace that is kept, in the format of W3C Trace Context. */
    public static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static SpanCollector running;

    private final String trace = new String(HexFormat.of().parseHex(TRACE), StandardCharsets.ISO_8859_1);
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private SpanCollector() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", exchange -> {
            var spans = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
            if (spans.contains(trace)) received.add(spans);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    /** The collector of this JVM. */
    public static synchronized SpanCollector shared() {
        if (running == null) running = new SpanCollector();
        return running;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    /** The spans of the trace that a service sent, as text. */
    public String spansOf(String service) {
        var all = new StringBuilder();
        for (var spans : received) {
            if (spans.contains(service)) all.append(spans);
        }
        return all.toString();
    }
}
