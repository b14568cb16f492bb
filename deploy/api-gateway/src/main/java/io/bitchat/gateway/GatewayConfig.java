package io.bitchat.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a gateway is told at its start.
 *
 * @param bind address to listen on
 * @param port TCP port; 0 takes a free one
 * @param peerService base URL of peer-service
 * @param messageService base URL of message-service
 * @param groupService base URL of group-gossip-service
 * @param fileService base URL of file-service
 * @param corsOrigins see {@link OriginPolicy}
 * @param limits bounds of one request and of all connections
 * @param times how long the gateway waits for either side
 * @param eventLoops threads that carry traffic; each has its own upstream pools
 * @param trustForwarded keep the {@code X-Forwarded-*} headers of the caller (only behind another proxy)
 */
record GatewayConfig(
        String bind,
        int port,
        URI peerService,
        URI messageService,
        URI groupService,
        URI fileService,
        List<String> corsOrigins,
        Limits limits,
        Times times,
        int eventLoops,
        boolean trustForwarded) {
    /** Octets of a body that are handed on at once; by default a chunk of 1 MiB is 128 pieces. */
    static final int PIECE_BYTES = 256 << 10;

    /**
     * @param bodyBytes largest request body; beyond it 413
     * @param chunkBytes the same where the body is a chunk of a file
     * @param headerBytes all request headers together; beyond it 431
     * @param lineBytes request line; beyond it 414
     * @param connections open client connections; newcomers beyond it are closed at once
     * @param upstreamConnections pooled connections to each service, per event loop; sockets are outside the pool
     */
    record Limits(
            long bodyBytes, long chunkBytes, int headerBytes, int lineBytes, int connections, int upstreamConnections) {
        static final Limits DEFAULT = new Limits(1 << 20, 17 << 20, 16 << 10, 8 << 10, 10_000, 128);

        /** Largest request body of a route. */
        long bodyBytesOf(Route route) {
            // streamed, never gathered; the service refuses what is longer than the file
            if (route == Route.FILE_TUS) return Long.MAX_VALUE;
            return route == Route.FILE_CHUNKS ? chunkBytes : bodyBytes;
        }
    }

    /**
     * @param head a new connection must have sent its first request head within this time
     * @param keepAlive an idle connection is closed after this time
     * @param bodyGrace a body may take this long, plus one second per KiB received
     * @param upstream a service must have begun its answer by then; below 10 s so that no client waits 10 s
     * @param stall an answer that makes no progress for this long is cut
     * @param linger how long a refused client may read its answer before the connection closes
     * @param drain how long a stop waits for requests in flight
     */
    record Times(
            Duration head,
            Duration keepAlive,
            Duration bodyGrace,
            Duration upstream,
            Duration stall,
            Duration linger,
            Duration drain) {
        static final Times DEFAULT = new Times(
                Duration.ofSeconds(10),
                Duration.ofSeconds(75),
                Duration.ofSeconds(15),
                Duration.ofMillis(9_500),
                Duration.ofSeconds(60),
                Duration.ofSeconds(2),
                Duration.ofSeconds(4));

        private static final int IN_TURN = 4;

        /**
         * When a service must have begun its answer. Chunks and downloads wait in turn for memory, and what is small has left
         * the gateway before its turn comes: file-service itself says when it takes too long.
         */
        Duration upstreamOf(Route route) {
            return route == Route.FILES || route == Route.FILE_CHUNKS ? upstream.multipliedBy(IN_TURN) : upstream;
        }
    }

    /**
     * Reads environment and arguments; {@code --port} and {@code --bind} win over the environment.
     *
     * @throws IllegalArgumentException naming the value that cannot be used
     */
    static GatewayConfig from(Map<String, String> environment, String... args) {
        var values = new HashMap<>(environment);
        for (int i = 0; i < args.length; i++) {
            String name = args[i];
            if (!name.equals("--port") && !name.equals("--bind")) {
                throw new IllegalArgumentException("unknown argument " + name + "; known: --port, --bind");
            }
            if (++i == args.length) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            values.put(name.equals("--port") ? "BITCHAT_PORT" : "BITCHAT_BIND", args[i]);
        }
        return of(values);
    }

    private static GatewayConfig of(Map<String, String> values) {
        boolean open = values.getOrDefault("BITCHAT_AUTH_MODE", "open").equals("open");
        String origins = values.getOrDefault("BITCHAT_CORS_ORIGINS", open ? "*" : "http://localhost:*");
        Limits standard = Limits.DEFAULT;
        var limits = new Limits(
                number(values, "BITCHAT_MAX_BODY_BYTES", standard.bodyBytes(), 1, Long.MAX_VALUE),
                standard.chunkBytes(),
                standard.headerBytes(),
                standard.lineBytes(),
                (int) number(values, "BITCHAT_GATEWAY_MAX_CONNECTIONS", standard.connections(), 1, 1_000_000),
                (int) number(values, "BITCHAT_GATEWAY_UPSTREAM_POOL", standard.upstreamConnections(), 1, 10_000));
        return new GatewayConfig(
                values.getOrDefault("BITCHAT_BIND", "127.0.0.1"),
                (int) number(values, "BITCHAT_PORT", 8000, 0, 65_535),
                url(values, "BITCHAT_PEER_SERVICE_URL", "http://127.0.0.1:8081"),
                url(values, "BITCHAT_MESSAGE_SERVICE_URL", "http://127.0.0.1:8082"),
                url(values, "BITCHAT_GROUP_SERVICE_URL", "http://127.0.0.1:8083"),
                url(values, "BITCHAT_FILE_SERVICE_URL", "http://127.0.0.1:8084"),
                List.of(origins.trim().split("\\s*,\\s*")),
                limits,
                Times.DEFAULT,
                (int) number(values, "BITCHAT_GATEWAY_EVENT_LOOPS", 1, 1, 64),
                Boolean.parseBoolean(values.getOrDefault("BITCHAT_TRUST_FORWARDED", "false")));
    }

    private static long number(Map<String, String> values, String name, long standard, long min, long max) {
        String text = values.get(name);
        if (text == null || text.isBlank()) {
            return standard;
        }
        try {
            long number = Long.parseLong(text.trim());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            /* reported below, together with a number out of range */
        }
        throw new IllegalArgumentException(name + "=" + text + " is not a number from " + min + " to " + max);
    }

    private static URI url(Map<String, String> values, String name, String standard) {
        String text = values.getOrDefault(name, standard);
        URI url = URI.create(text);
        if (!"http".equals(url.getScheme()) || url.getHost() == null) {
            throw new IllegalArgumentException(name + "=" + text + " is not an http:// URL");
        }
        return url;
    }
}
