package io.bitchat.gateway.admission;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * Adds CORS headers. Preflights are answered here and never reach a service. Tokens travel in a header, so cookies are
 * not allowed.
 */
public final class Cors {
    private static final String ALLOW_ORIGIN = "access-control-allow-origin";
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    private static final String HEADERS =
            "Authorization, Content-Type, Idempotency-Key, X-Peer-Id, If-Match, If-None-Match, If-Modified-Since, "
                    + "If-Unmodified-Since, If-Range, Range, Accept, X-Chunk-SHA256, traceparent, Tus-Resumable, Upload-Length, Upload-Offset, Upload-Metadata, "
                    + "Upload-Concat, Upload-Checksum, Upload-Defer-Length, X-HTTP-Method-Override, X-Requested-With, "
                    + "X-Request-ID";
    private static final String EXPOSED =
            "Retry-After, X-Trace-Id, X-Problem-Code, ETag, Last-Modified, Location, Link, Allow, "
                    + "Accept-Ranges, Content-Range, Content-Disposition, Content-Length, X-Chunk-SHA256, Tus-Resumable, Tus-Version, "
                    + "Tus-Extension, Tus-Max-Size, Tus-Checksum-Algorithm, Upload-Length, Upload-Offset, Upload-Metadata, "
                    + "Upload-Concat, Upload-Expires";
    private static final String MAX_AGE_SECONDS = "600";

    private final OriginPolicy policy;

    public Cors(OriginPolicy policy) {
        this.policy = policy;
    }

    public static boolean isPreflight(HttpServerRequest request) {
        return request.method() == HttpMethod.OPTIONS
                && request.headers().contains("origin")
                && request.headers().contains("access-control-request-method");
    }

    /** The refused origin; null for permitted origins and for clients other than browsers. */
    @Nullable
    String refusedOrigin(HttpServerRequest request) {
        String origin = request.getHeader("origin");
        return origin != null && policy.allow(origin, request.getHeader("host")) == null ? origin : null;
    }

    /** Must be called after {@link #decorate}. */
    public void answerPreflight(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.headers()
                .set("access-control-allow-methods", METHODS)
                .set("access-control-allow-headers", HEADERS)
                .set("access-control-max-age", MAX_AGE_SECONDS);
        response.setStatusCode(204).end();
    }

    /** Sets the CORS headers of an answer; replaces those of the service. */
    public void decorate(HttpServerRequest request, MultiMap headers) {
        String origin = request.getHeader("origin");
        if (origin == null) {
            return;
        }
        String allowed = policy.allow(origin, request.getHeader("host"));
        /* also on refusal, so that no cache serves the answer to another origin */
        headers.add("vary", "Origin");
        if (allowed != null) {
            headers.set(ALLOW_ORIGIN, allowed).set("access-control-expose-headers", EXPOSED);
        }
    }
}
