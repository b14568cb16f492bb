package io.bitchat.gateway.admission;

import io.bitchat.gateway.GatewayConfig.Limits;
import io.bitchat.gateway.exchange.Exchange;
import io.bitchat.gateway.exchange.Problem;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpUtils;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refusals that the request head alone decides, before a service is involved. */
public final class Admission {
    /** Excludes blanks, because an obs-fold header line arrives as a value with blanks. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._~:%\\[\\]-]{0,255}");

    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#]*@)?([^/?#]*)");

    private final Cors cors;
    private final HostPolicy hosts;
    private final Limits limits;
    private final Callers callers;

    public Admission(Cors cors, HostPolicy hosts, Limits limits, Callers callers) {
        this.cors = cors;
        this.hosts = hosts;
        this.limits = limits;
        this.callers = callers;
    }

    public static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        return (length != null && !length.equals("0")) || request.headers().contains("transfer-encoding");
    }

    /** Returns the reason to refuse, or null. */
    @Nullable
    public Problem refuse(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        Problem refusal = refuseFrame(request);
        if (refusal == null) {
            refusal = refuseCaller(request);
        }
        if (refusal == null) {
            refusal = refuseUse(exchange);
        }
        if (refusal == null && exchange.route().service() != null && hasBody(request)) {
            refusal = callers.beginBody(exchange);
        }
        return refusal;
    }

    /** Refuses heads that the next hop could parse differently. */
    private static @Nullable Problem refuseFrame(HttpServerRequest request) {
        List<String> codings = request.headers().getAll("transfer-encoding");
        if (!codings.isEmpty() && !codings.equals(List.of("chunked"))) {
            return Problem.malformed("the only supported Transfer-Encoding is chunked");
        }
        if (!codings.isEmpty() && request.version() == HttpVersion.HTTP_1_0) {
            return Problem.malformed("HTTP/1.0 does not support Transfer-Encoding");
        }
        if (request.headers().contains("")) {
            return Problem.malformed("a header must have a name");
        }
        if (request.headers().getAll("host").size() > 1) {
            return Problem.malformed("a request must have only one Host header");
        }
        String host = request.getHeader("host");
        if (host == null && request.version() != HttpVersion.HTTP_1_0) {
            return Problem.malformed("a request must have a Host header");
        }
        if (host != null && !HOST.matcher(host).matches()) {
            return Problem.malformed("the Host header must be a host name or an address");
        }
        return null;
    }

    private @Nullable Problem refuseCaller(HttpServerRequest request) {
        String host = hostOf(request);
        if (!hosts.isOurs(host)) {
            return Problem.misdirected(String.valueOf(host));
        }
        return cors.refusedOrigin(request) == null
                ? null
                : Problem.forbidden("pages of this origin may not call this API; see BITCHAT_CORS_ORIGINS");
    }

    /** The authority of an absolute-form target overrides the Host header (RFC 9112 3.2.2). */
    private static @Nullable String hostOf(HttpServerRequest request) {
        var absolute = ABSOLUTE.matcher(request.uri());
        return absolute.lookingAt() ? absolute.group(1) : request.getHeader("host");
    }

    private @Nullable Problem refuseUse(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        long bodyLimitBytes = limits.bodyBytesOf(exchange.route());
        if (contentLength(request) > bodyLimitBytes) {
            return Problem.bodyTooLarge(bodyLimitBytes);
        }
        if (exchange.route().isSocket() && !Cors.isPreflight(request) && !HttpUtils.canUpgradeToWebSocket(request)) {
            return Problem.upgradeRequired();
        }
        if (exchange.route().isSocket() && hasBody(request)) {
            return Problem.malformed("a WebSocket handshake must not have a body");
        }
        return null;
    }

    private static long contentLength(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }
}
