package io.bitchat.gateway.admission;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Decides who may see internals: callers on this machine, and callers with the operator's token. A web page open on
 * this machine does not count, nor do requests that a proxy on this machine forwards.
 */
public final class Operators {
    private static final String BEARER = "Bearer ";

    private final byte[] token;
    private final boolean behindProxy;

    /** @param token the operator's token; empty if there is none */
    public Operators(String token, boolean behindProxy) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.behindProxy = behindProxy;
    }

    public boolean isOperator(HttpServerRequest request) {
        return hasToken(request) || isLocal(request);
    }

    private boolean hasToken(HttpServerRequest request) {
        String said = request.getHeader("authorization");
        return token.length > 0
                && said != null
                && said.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && MessageDigest.isEqual(
                        token, said.substring(BEARER.length()).trim().getBytes(StandardCharsets.UTF_8));
    }

    private boolean isLocal(HttpServerRequest request) {
        return !behindProxy
                && Callers.isThisMachine(request)
                && HostPolicy.isNoName(request.getHeader("host"))
                && !request.headers().contains("x-forwarded-for")
                && !request.headers().contains("forwarded");
    }
}
