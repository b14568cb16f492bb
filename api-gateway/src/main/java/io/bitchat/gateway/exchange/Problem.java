package io.bitchat.gateway.exchange;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.logging.Logger;

/**
 * An error answer of the gateway itself (RFC 9457).
 *
 * @param retryAfterSeconds value of {@code Retry-After}; 0 omits the header
 */
public record Problem(int status, String code, String title, String detail, int retryAfterSeconds) {
    private static final Logger LOG = Logger.getLogger(Problem.class.getName());
    static final String MEDIA_TYPE = "application/problem+json";

    public static Problem notFound(String path) {
        return new Problem(404, "not_found", "Not found", "nothing is served at " + path, 0);
    }

    public static Problem notInstalled(String service) {
        return new Problem(404, "not_installed", "Not installed", "this installation has no " + service, 0);
    }

    public static Problem methodNotAllowed(String allowed) {
        return new Problem(405, "method_not_allowed", "Method not allowed", "allowed here: " + allowed, 0);
    }

    public static Problem lengthTwice() {
        return malformed("send either Content-Length or Transfer-Encoding, not both, and only once");
    }

    public static Problem malformed(String detail) {
        return new Problem(400, "malformed_request", "Malformed request", detail, 0);
    }

    public static Problem forbidden(String detail) {
        return new Problem(403, "forbidden", "Forbidden", detail, 0);
    }

    static Problem tooSlow() {
        return new Problem(408, "request_timeout", "Request timeout", "the request body arrived too slowly", 0);
    }

    public static Problem bodyTooLarge(long limitBytes) {
        return new Problem(
                413, "payload_too_large", "Payload too large", "a body may have at most " + limitBytes + " bytes", 0);
    }

    public static Problem uriTooLong(int limitBytes) {
        return new Problem(
                414, "uri_too_long", "URI too long", "the request line may have at most " + limitBytes + " bytes", 0);
    }

    public static Problem upgradeRequired() {
        return new Problem(426, "upgrade_required", "Upgrade required", "this path accepts WebSockets only", 0);
    }

    public static Problem headersTooLarge(int limitBytes) {
        return new Problem(
                431,
                "headers_too_large",
                "Request header fields too large",
                "all headers together may have at most " + limitBytes + " bytes",
                0);
    }

    public static Problem internal() {
        return new Problem(500, "internal_error", "Internal server error", "gateway failure; report the trace_id", 0);
    }

    public static Problem unavailable(String detail) {
        return new Problem(503, "dependency_unavailable", "Service unavailable", detail, 1);
    }

    /** This client holds more of something than it may. */
    public static Problem tooMany(String detail) {
        return new Problem(429, "too_many_connections", "Too many requests", detail, 5);
    }

    /** A shared resource is exhausted, and this request must give way. */
    public static Problem crowded(String detail) {
        return new Problem(503, "overloaded", "Service unavailable", detail, 5);
    }

    public static Problem misdirected(String host) {
        return new Problem(
                421,
                "misdirected_request",
                "Misdirected request",
                "this installation does not serve the host name " + host + "; BITCHAT_HOSTS lists its names",
                0);
    }

    public Problem withStatus(int other) {
        return other == status ? this : new Problem(other, code, title, detail, retryAfterSeconds);
    }

    Buffer body(String traceId) {
        return new JsonObject()
                .put("type", "urn:bitchat:problem:" + code)
                .put("title", title)
                .put("status", status)
                .put("code", code)
                .put("detail", detail)
                .put("trace_id", traceId)
                .toBuffer();
    }

    /** Sends the answer, unless its head is already sent or the client is gone. */
    public void send(HttpServerResponse response, String traceId) {
        if (response.headWritten() || response.closed() || response.ended()) {
            return;
        }
        LOG.info(() -> "request refused trace_id=" + traceId + " status=" + status + " code=" + code);
        response.setStatusCode(status).putHeader("content-type", MEDIA_TYPE).putHeader("x-trace-id", traceId);
        // WebSocket clients rarely expose the body of a refusal
        response.putHeader("x-problem-code", code);
        if (retryAfterSeconds > 0) {
            response.putHeader("retry-after", Integer.toString(retryAfterSeconds));
        }
        response.end(body(traceId));
    }
}
