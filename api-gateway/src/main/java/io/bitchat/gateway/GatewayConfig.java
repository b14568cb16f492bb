package io.bitchat.gateway;

import io.bitchat.gateway.admission.HostPolicy;
import io.bitchat.gateway.admission.OriginPolicy;
import io.bitchat.gateway.exchange.Route;
import io.bitchat.gateway.exchange.Service;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The settings of a gateway.
 *
 * <p>A request can hold memory and connections that others need, so each way to do so has a bound here.
 *
 * @param bind address to listen on
 * @param port TCP port; 0 takes a free one
 * @param services base URLs of the services that there are; transport-gateway may be absent
 * @param access access rules for hosts, origins and operators
 * @param limits bounds of one request and of all connections
 * @param shares bounds of one caller
 * @param times timeouts for clients and services
 * @param eventLoops number of threads that carry traffic; each has its own upstream pools
 * @param trustForwarded whether to keep the {@code X-Forwarded-*} headers of the caller (only behind another proxy)
 */
public record GatewayConfig(
        String bind,
        int port,
        Map<Service, URI> services,
        Access access,
        Limits limits,
        Shares shares,
        Times times,
        int eventLoops,
        boolean trustForwarded) {
    /**
     * Largest piece of a body that is passed on, in bytes. With the default of 8 KiB, a chunk of 1 MiB would be 128
     * pieces.
     */
    public static final int PIECE_BYTES = 256 << 10;

    private static final String TRANSPORT_GATEWAY = "BITCHAT_TRANSPORT_GATEWAY_URL";

    /**
     * Bounds of one request and of all connections.
     *
     * @param bodyBytes largest request body; beyond it 413
     * @param chunkBytes largest request body that is a chunk of a file; beyond it 413
     * @param headerBytes largest size of all request headers together; beyond it 431
     * @param lineBytes longest request line; beyond it 414
     * @param connections most open client connections; beyond it the one that is idle longest is closed
     * @param upstreamConnections pooled connections to each service, per event loop, and as many again for streams;
     *     WebSockets are outside the pool
     * @param gatheredBytes bytes of all request bodies buffered before a service is asked, per event loop
     * @param unreadBytes bytes of all answers that clients have not read yet, per event loop
     */
    public record Limits(
            long bodyBytes,
            long chunkBytes,
            int headerBytes,
            int lineBytes,
            int connections,
            int upstreamConnections,
            long gatheredBytes,
            long unreadBytes) {
        public static final Limits DEFAULT =
                new Limits(1 << 20, 17 << 20, 16 << 10, 8 << 10, 10_000, 128, 24 << 20, 48 << 20);

        /** A payload of 1 MiB in base64, and the rest of the request. */
        private static final long TRANSPORT_BYTES = 3 << 19;

        /** A chunk of 1 MiB in base64, or in a form. */
        private static final long ROOM_CHUNK_BYTES = 3 << 19;

        /** Largest request body of a route. */
        public long bodyBytesOf(Route route) {
            // streamed, never buffered; the service refuses what is longer than the file
            if (route == Route.FILE_TUS) return Long.MAX_VALUE;
            if (route == Route.TRANSPORTS) return Math.max(bodyBytes, TRANSPORT_BYTES);
            if (route == Route.ROOM_CHUNKS) return Math.max(bodyBytes, ROOM_CHUNK_BYTES);
            return route == Route.FILE_CHUNKS ? chunkBytes : bodyBytes;
        }
    }

    /**
     * Access rules.
     *
     * @param hosts values of {@code Host} that are accepted besides those of this machine; {@code *} accepts any
     * @param origins see {@link OriginPolicy}
     * @param operatorToken bearer token of an operator on another machine; empty if there is none
     */
    public record Access(List<String> hosts, List<String> origins, String operatorToken) {
        private static final int SHORTEST_TOKEN = 16;

        public Access {
            if (!operatorToken.isEmpty() && operatorToken.length() < SHORTEST_TOKEN) {
                throw new IllegalArgumentException(
                        "BITCHAT_OPERATOR_TOKEN has less than " + SHORTEST_TOKEN + " characters");
            }
        }

        private static Access of(Map<String, String> values) {
            // when tokens are required, a page of a foreign name has no token to send; only the other modes must check
            // names
            boolean tokens = values.getOrDefault("BITCHAT_AUTH_MODE", "open").equals("required");
            return new Access(
                    list(values.getOrDefault("BITCHAT_HOSTS", tokens ? HostPolicy.ANY : "")),
                    list(values.getOrDefault("BITCHAT_CORS_ORIGINS", "")),
                    values.getOrDefault("BITCHAT_OPERATOR_TOKEN", "").trim());
        }

        private static List<String> list(String text) {
            return Stream.of(text.split(",", -1))
                    .map(String::trim)
                    .filter(entry -> !entry.isEmpty())
                    .toList();
        }
    }

    /**
     * Bounds of one caller. An address is an IPv4 address or an IPv6 network of 64 bits.
     *
     * @param connections connections of one address; further ones are closed at once
     * @param halfSent requests of one address with incomplete bodies; beyond it 429
     * @param sockets WebSockets of one address; beyond it 429
     * @param peerSockets WebSockets under one peer id; beyond it 429
     * @param allSockets all WebSockets; beyond it 503, so that requests still find a connection
     * @param loopbackToo whether callers on this machine are bounded per address as well
     */
    public record Shares(
            int connections, int halfSent, int sockets, int peerSockets, int allSockets, boolean loopbackToo) {
        public static final Shares DEFAULT = new Shares(1_000, 100, 500, 100, 9_000, false);

        private static Shares of(Map<String, String> values, int allConnections) {
            return new Shares(
                    count(values, "BITCHAT_GATEWAY_ADDRESS_CONNECTIONS", DEFAULT.connections),
                    count(values, "BITCHAT_GATEWAY_ADDRESS_HALF_SENT", DEFAULT.halfSent),
                    count(values, "BITCHAT_GATEWAY_ADDRESS_SOCKETS", DEFAULT.sockets),
                    count(values, "BITCHAT_GATEWAY_PEER_SOCKETS", DEFAULT.peerSockets),
                    count(values, "BITCHAT_GATEWAY_MAX_SOCKETS", Math.max(1, allConnections / 10 * 9)),
                    Boolean.parseBoolean(values.getOrDefault("BITCHAT_GATEWAY_LIMIT_LOOPBACK", "false")));
        }

        private static int count(Map<String, String> values, String name, int standard) {
            return (int) number(values, name, standard, 1, 1_000_000);
        }
    }

    /**
     * Timeouts.
     *
     * @param head time in which a new connection must send its first request head
     * @param keepAlive time after which an idle connection is closed
     * @param grace length of the window in which a client must reach the lowest rate, sending a body or reading an
     *     answer
     * @param bytesPerSecond the lowest rate
     * @param upstream time in which a service must start its answer; below 10 s so that no client waits 10 s
     * @param stall time after which an answer without progress is cut
     * @param linger time for a refused client to read its answer before the connection closes
     * @param closing time for the client of a socket to answer a close frame of the gateway
     * @param shutdownDelay time for which a stop serves on before it refuses requests
     * @param drain time for which a stop waits for requests in flight
     * @param eventLoop time after which an event loop that was held up is reported in the log
     */
    public record Times(
            Duration head,
            Duration keepAlive,
            Duration grace,
            long bytesPerSecond,
            Duration upstream,
            Duration stall,
            Duration linger,
            Duration closing,
            Duration shutdownDelay,
            Duration drain,
            Duration eventLoop) {
        public static final Times DEFAULT = new Times(
                Duration.ofSeconds(10),
                Duration.ofSeconds(75),
                Duration.ofSeconds(15),
                4 << 10,
                Duration.ofMillis(9_500),
                Duration.ofSeconds(60),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ZERO,
                Duration.ofSeconds(4),
                Duration.ofSeconds(1));

        private static final int IN_TURN = 4;

        private static Times of(Map<String, String> values) {
            return new Times(
                    DEFAULT.head,
                    DEFAULT.keepAlive,
                    Duration.ofSeconds(
                            number(values, "BITCHAT_GATEWAY_GRACE_SECONDS", DEFAULT.grace.toSeconds(), 1, 3_600)),
                    number(values, "BITCHAT_GATEWAY_MIN_RATE", DEFAULT.bytesPerSecond, 1, 1 << 30),
                    DEFAULT.upstream,
                    DEFAULT.stall,
                    DEFAULT.linger,
                    DEFAULT.closing,
                    Duration.ofSeconds(
                            number(values, "BITCHAT_SHUTDOWN_DELAY_SECONDS", DEFAULT.shutdownDelay.toSeconds(), 0, 60)),
                    DEFAULT.drain,
                    Duration.ofMillis(number(
                            values,
                            "BITCHAT_GATEWAY_EVENT_LOOP_LIMIT_MILLIS",
                            DEFAULT.eventLoop.toMillis(),
                            1,
                            3_600_000)));
        }

        /**
         * Time in which a service must start its answer. It is longer for chunks and downloads, which queue for memory
         * in file-service; the service itself answers when the queue takes too long.
         */
        public Duration upstreamOf(Route route) {
            boolean waitsForMemory = route == Route.FILES || route == Route.FILE_CHUNKS || route == Route.ROOM_CHUNKS;
            return waitsForMemory ? upstream.multipliedBy(IN_TURN) : upstream;
        }
    }

    /**
     * Reads environment and arguments; {@code --port} and {@code --bind} override the environment.
     *
     * @throws IllegalArgumentException if a value is invalid; the message names it
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
        Limits standard = Limits.DEFAULT;
        var limits = new Limits(
                number(values, "BITCHAT_MAX_BODY_BYTES", standard.bodyBytes(), 1, Long.MAX_VALUE),
                standard.chunkBytes(),
                standard.headerBytes(),
                standard.lineBytes(),
                (int) number(values, "BITCHAT_GATEWAY_MAX_CONNECTIONS", standard.connections(), 1, 1_000_000),
                (int) number(values, "BITCHAT_GATEWAY_UPSTREAM_POOL", standard.upstreamConnections(), 1, 10_000),
                number(values, "BITCHAT_GATEWAY_GATHERED_BYTES", standard.gatheredBytes(), 1 << 20, 1L << 40),
                number(values, "BITCHAT_GATEWAY_UNREAD_BYTES", standard.unreadBytes(), 1 << 20, 1L << 40));
        return new GatewayConfig(
                values.getOrDefault("BITCHAT_BIND", "127.0.0.1"),
                (int) number(values, "BITCHAT_PORT", 8000, 0, 65_535),
                services(values),
                Access.of(values),
                limits,
                Shares.of(values, limits.connections()),
                Times.of(values),
                (int) number(values, "BITCHAT_GATEWAY_EVENT_LOOPS", 1, 1, 64),
                Boolean.parseBoolean(values.getOrDefault("BITCHAT_TRUST_FORWARDED", "false")));
    }

    private static Map<Service, URI> services(Map<String, String> values) {
        var services = new EnumMap<Service, URI>(Service.class);
        services.put(Service.PEER, url(values, "BITCHAT_PEER_SERVICE_URL", "http://127.0.0.1:8081"));
        services.put(Service.MESSAGE, url(values, "BITCHAT_MESSAGE_SERVICE_URL", "http://127.0.0.1:8082"));
        services.put(Service.GROUP, url(values, "BITCHAT_GROUP_SERVICE_URL", "http://127.0.0.1:8083"));
        services.put(Service.FILE, url(values, "BITCHAT_FILE_SERVICE_URL", "http://127.0.0.1:8084"));
        // an installation may be without one
        if (!values.getOrDefault(TRANSPORT_GATEWAY, "").isBlank()) {
            services.put(Service.TRANSPORT, url(values, TRANSPORT_GATEWAY, ""));
        }
        return services;
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
