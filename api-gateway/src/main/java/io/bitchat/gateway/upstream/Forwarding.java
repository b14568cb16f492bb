package io.bitchat.gateway.upstream;

import io.bitchat.gateway.exchange.TraceParent;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The header rules between a client and a service, in both directions. */
public final class Forwarding {
    private static final List<String> CLAIMS =
            List.of("forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port");
    private static final List<String> HOP_BY_HOP = List.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");
    private static final List<String> OF_THE_GATEWAY = List.of(
            "x-trace-id",
            "access-control-allow-origin",
            "access-control-allow-credentials",
            "access-control-allow-headers",
            "access-control-allow-methods",
            "access-control-max-age",
            "access-control-expose-headers");

    private final boolean trustForwarded;

    public Forwarding(boolean trustForwarded) {
        this.trustForwarded = trustForwarded;
    }

    void toService(HttpServerRequest request, TraceParent trace, MultiMap headers) {
        removeNamedByConnection(headers);
        HOP_BY_HOP.forEach(headers::remove);
        headers.remove("expect");
        String client = request.remoteAddress().hostAddress();
        String before = trustForwarded ? headers.get("x-forwarded-for") : null;
        if (!trustForwarded) {
            CLAIMS.forEach(headers::remove);
            headers.remove("x-real-ip");
        }
        headers.set("x-forwarded-for", before == null ? client : before + ", " + client);
        setIfAbsent(headers, "x-forwarded-proto", request.scheme());
        setIfAbsent(headers, "x-forwarded-host", request.getHeader("host"));
        headers.set("traceparent", trace.header());
    }

    void toClient(MultiMap headers) {
        removeNamedByConnection(headers);
        HOP_BY_HOP.forEach(headers::remove);
        OF_THE_GATEWAY.forEach(headers::remove);
    }

    private static void setIfAbsent(MultiMap headers, String name, @Nullable String value) {
        if (value != null && !headers.contains(name)) {
            headers.set(name, value);
        }
    }

    /** A header named by {@code Connection} is for this hop only. */
    private static void removeNamedByConnection(MultiMap headers) {
        String named = headers.get("connection");
        if (named == null || named.equalsIgnoreCase("keep-alive") || named.equalsIgnoreCase("close")) {
            return;
        }
        for (String name : named.split(",", -1)) {
            String trimmed = name.trim();
            if (!trimmed.isEmpty() && !trimmed.equalsIgnoreCase("content-length") && !isHost(trimmed)) {
                headers.remove(trimmed);
            }
        }
    }

    private static boolean isHost(String name) {
        return name.equalsIgnoreCase("host") || name.equalsIgnoreCase("transfer-encoding");
    }
}
