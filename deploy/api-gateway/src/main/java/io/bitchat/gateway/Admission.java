package io.bitchat.gateway;

import io.bitchat.gateway.GatewayConfig.Limits;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpUtils;
import org.jspecify.annotations.Nullable;

/** What is refused by its head alone, before a service hears of it. */
final class Admission {
    private final Cors cors;
    private final Limits limits;

    Admission(Cors cors, Limits limits) {
        this.cors = cors;
        this.limits = limits;
    }

    static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        return (length != null && !length.equals("0")) || request.headers().contains("transfer-encoding");
    }

    /** The reason to refuse, or null. */
    @Nullable
    Problem refuse(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        String coding = request.getHeader("transfer-encoding");
        if (coding != null && !coding.equals("chunked")) {
            return Problem.malformed("the only transfer coding understood here is chunked");
        }
        long bodyLimitBytes = limits.bodyBytesOf(exchange.route());
        if (contentLength(request) > bodyLimitBytes) {
            return Problem.bodyTooLarge(bodyLimitBytes);
        }
        boolean socket = exchange.route() == Route.SOCKET;
        if ((socket || Cors.isPreflight(request)) && cors.refusedOrigin(request) != null) {
            return Problem.forbidden("pages of this origin may not call this API");
        }
        if (socket && !Cors.isPreflight(request) && !HttpUtils.canUpgradeToWebSocket(request)) {
            return Problem.upgradeRequired();
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
