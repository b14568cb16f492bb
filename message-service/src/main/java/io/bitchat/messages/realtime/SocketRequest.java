package io.bitchat.messages.realtime;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client gave when it asked for a socket.
 *
 * @param since text of the cursor to go on after
 * @param token from the header, or from the query because browsers cannot set headers on a socket
 */
record SocketRequest(@Nullable String since, @Nullable String token) {
    private static final String BEARER = "Bearer ";

    static SocketRequest of(@Nullable String query, @Nullable String authorization) {
        var parameters =
                query == null ? Map.<String, List<String>>of() : new QueryStringDecoder(query, false).parameters();
        var bearer = authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : first(parameters, "token");
        return new SocketRequest(first(parameters, "since"), bearer);
    }

    private static @Nullable String first(Map<String, List<String>> parameters, String name) {
        var values = parameters.get(name);
        return values == null || values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
    }
}
