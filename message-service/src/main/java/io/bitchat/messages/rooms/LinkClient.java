package io.bitchat.messages.rooms;

import io.bitchat.kit.trace.TraceContext;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Opens the connections of links to the service that owns the transfers. */
@ApplicationScoped
class LinkClient {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int TEMPORARY_REDIRECT = 307;
    private static final int TIMEOUT_MILLIS = 5_000;
    /** A far end that does not read is not waited for any longer. */
    private static final int CLOSING_SECONDS = 2;

    private final WebSocketClient client;
    private final RoomConfig config;
    private final boolean encrypted;
    private final AtomicInteger open = new AtomicInteger();

    LinkClient(Vertx vertx, RoomConfig config, MeterRegistry metrics) {
        this.config = config;
        this.encrypted = "https".equals(config.url().getScheme());
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setSsl(encrypted)
                .setMaxConnections(config.links())
                // masks protect the proxies of the open internet; between services they only cost time
                .setSendUnmaskedFrames(true)
                .setMaxFrameSize(ChunkFrameCodec.MAX_BYTES)
                .setMaxMessageSize(ChunkFrameCodec.MAX_BYTES)
                .setClosingTimeout(CLOSING_SECONDS));
        metrics.gauge("bitchat.rooms.links", open);
    }

    /**
     * Whose link it is.
     *
     * @param deviceId id of the device's socket
     * @param address address of the client
     * @param token the token that the device came with
     */
    record Owner(
            String peerId,
            String deviceId,
            String address,
            @Nullable String token) {}

    void stop(@Observes ShutdownEvent shutdown) {
        var _ = client.close();
    }

    /**
     * Opens a connection on the event loop of the calling thread. Each one that succeeds must be followed by one call of
     * {@link #closed()}.
     */
    Future<WebSocket> connect(Owner owner, String roomId) {
        if (open.incrementAndGet() > config.links()) {
            open.decrementAndGet();
            return Future.failedFuture("all " + config.links() + " links are in use");
        }
        return client.connect(options(owner, roomId))
                .recover(failure -> elsewhere(failure)
                        .map(address -> client.connect(options(owner, roomId, address)))
                        .orElseGet(() -> Future.failedFuture(failure)))
                .onFailure(_ -> open.decrementAndGet());
    }

    /** A connection has ended. */
    void closed() {
        open.decrementAndGet();
    }

    /** Where the replica is that owns the room, if it is another one than was asked. */
    private static Optional<URI> elsewhere(Throwable failure) {
        if (!(failure instanceof UpgradeRejectedException rejected) || rejected.getStatus() != TEMPORARY_REDIRECT) {
            return Optional.empty();
        }
        return Optional.ofNullable(rejected.getHeaders().get(HttpHeaders.LOCATION))
                .map(URI::create);
    }

    private WebSocketConnectOptions options(Owner owner, String roomId) {
        return options(owner, roomId, config.url());
    }

    private WebSocketConnectOptions options(Owner owner, String roomId, URI url) {
        var options = new WebSocketConnectOptions();
        options.setHost(url.getHost())
                .setPort(url.getPort() > 0 ? url.getPort() : encrypted ? HTTPS_PORT : HTTP_PORT)
                .setURI("/internal/rooms/" + roomId + "/link?peer_id=" + encoded(owner.peerId()) + "&device="
                        + owner.deviceId())
                .setTimeout(TIMEOUT_MILLIS)
                .putHeader("X-Forwarded-For", owner.address())
                .putHeader(TraceContext.HEADER, TraceContext.start().wire());
        if (owner.token() != null) options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + owner.token());
        return options;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
