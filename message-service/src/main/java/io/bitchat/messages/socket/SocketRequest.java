package io.bitchat.messages.socket;

import io.bitchat.kit.problem.Problem;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a socket request.
 *
 * @param since text of the cursor to continue after
 * @param token from the header, or from the query because browsers cannot set headers on a WebSocket
 */
public record SocketRequest(
        @Nullable String since, @Nullable String token) {
    private static final String BEARER = "Bearer ";

    /** Reads both; throws a {@link Problem} with 400 if the query has invalid percent-encoding (RFC 3986). */
    public static SocketRequest of(@Nullable String query, @Nullable String authorization) {
        var parameters = query == null ? Map.<String, List<String>>of() : parameters(query);
        var bearer = authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : first(parameters, "token");
        return new SocketRequest(first(parameters, "since"), bearer);
    }

    private static Map<String, List<String>> parameters(String query) {
        try {
            return new QueryStringDecoder(query, false).parameters();
        } catch (IllegalArgumentException _) {
            throw Problem.malformed("the query has a % without two hexadecimal digits");
        }
    }

    private static @Nullable String first(Map<String, List<String>> parameters, String name) {
        var values = parameters.get(name);
        return values == null || values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
    }
}
