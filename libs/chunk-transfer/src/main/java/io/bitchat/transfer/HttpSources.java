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
 * Sources that are sites: each serves the file at {@code …/api/bitchat/files/{file_id}}. They share connections. A redirect
 * is not followed, whatever it leads to.
 */
public final class HttpSources implements AutoCloseable {
    /** Letters of the longest URL. */
    public static final int MAX_URL = 2_048;

    private static final int PIECE = 65_536;

    private final Vertx vertx;
    private final Limits limits;
    private final AddressRule rule;
    private final HttpClient client;

    /** @param rule which addresses may be connected to */
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
     * What is put up with.
     *
     * @param connectionsPerSource at most
     * @param connect a connection is there after this, or the request failed
     * @param answer a description of the file, or a page of its list, is there after this
     * @param idle a connection on which nothing moves for so long is closed, whatever waits for it
     */
    public record Limits(int connectionsPerSource, Duration connect, Duration answer, Duration idle) {
        public static Limits defaults() {
            return new Limits(8, Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(30));
        }
    }

    /**
     * The file at a site.
     *
     * @param base {@code http(s)://host[:port]/…/files/{file_id}}
     * @param token sent to this source only
     * @throws IllegalArgumentException for what {@link #objection} objects to
     */
    public ChunkSource of(URI base, Optional<String> token) {
        objection(base).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
        return new HttpChunkSource(vertx, client, limits, rule, new HttpChunkSource.Place(base, token));
    }

    /** Why this cannot be the URL of a source; empty where it can. */
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
