package io.bitchat.transfer;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Creates sources from sites, each of which serves the file at {@code …/api/bitchat/files/{file_id}}. The sources share
 * a connection pool. Redirects are never followed.
 */
public final class HttpSources implements AutoCloseable {
    /** Maximum length of a URL in characters. */
    public static final int MAX_URL = 2_048;

    private static final int PIECE = 65_536;

    private final Vertx vertx;
    private final Limits limits;
    private final AddressRule rule;
    private final HttpClient client;

    /** @param rule rule for the addresses that may be connected to */
    public HttpSources(Vertx vertx, Limits limits, AddressRule rule) {
        this.vertx = vertx;
        this.limits = limits;
        this.rule = rule;
        var options = new HttpClientOptions()
                .setConnectTimeout((int) limits.connect().toMillis())
                .setIdleTimeout((int) limits.idle().toSeconds())
                .setKeepAliveTimeout((int) limits.idle().toSeconds())
                .setMaxHeaderSize(16_384)
                .setMaxChunkSize(PIECE);
        client = vertx.createHttpClient(
                options,
                new PoolOptions()
                        .setHttp1MaxSize(limits.connectionsPerSource())
                        .setMaxWaitQueueSize(4 * limits.connectionsPerSource()));
    }

    /**
     * Limits and timeouts.
     *
     * @param connectionsPerSource maximum number of connections to a source
     * @param connect timeout for opening a connection
     * @param answer timeout for a file's description, or for a page of its list
     * @param idle time after which a connection without traffic is closed, even if a request waits for it
     */
    public record Limits(int connectionsPerSource, Duration connect, Duration answer, Duration idle) {
        public static Limits defaults() {
            return new Limits(8, Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(30));
        }
    }

    /**
     * Source for the file at a site.
     *
     * @param base {@code http(s)://host[:port]/…/files/{file_id}}
     * @param token sent to this source only
     * @throws IllegalArgumentException for a URL that {@link #objection} rejects
     */
    public ChunkSource of(URI base, Optional<String> token) {
        objection(base).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
        return new HttpChunkSource(vertx, client, limits, rule, new HttpChunkSource.Place(base, token));
    }

    /** Reason why this cannot be the URL of a source; empty if it can. */
    public static Optional<String> objection(URI base) {
        var scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https"))
            return Optional.of("it must begin with http:// or https://");
        if (base.toString().length() > MAX_URL) return Optional.of("it must have at most " + MAX_URL + " letters");
        if (!base.toString().chars().allMatch(letter -> letter > ' ' && letter <= '~')) {
            return Optional.of("it must be ASCII, with anything else percent-encoded");
        }
        if (base.getHost() == null) return Optional.of("it must name a host");
        if (base.getRawUserInfo() != null) return Optional.of("it must not have a user or password in it");
        if (base.getRawQuery() != null || base.getRawFragment() != null) {
            return Optional.of("it must end with the file's id, without ? and #");
        }
        if (base.getPort() == 0 || base.getPort() > 65_535) return Optional.of("it must have a port of 1 to 65535");
        return Optional.empty();
    }

    @Override
    public void close() {
        client.close();
    }
}
