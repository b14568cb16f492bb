package io.bitchat.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Opens the sockets of peers, {@code ws/{peer_id}}. Thread-safe, never blocks. */
public final class PeerSockets {
    /** Largest frame that the service accepts; longer messages are sent in several frames. */
    public static final int MAX_FRAME_BYTES = 128 << 10;

    private static final int MAX_SOCKETS = 64;
    private static final int CONNECT_MILLIS = 10_000;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    private final URI url;
    private final WebSocketClient client;

    /**
     * @param url address of the gateway, such as {@code http://127.0.0.1:8000}
     * @param maxMessageBytes longest message that is accepted
     */
    public PeerSockets(Vertx vertx, URI url, int maxMessageBytes) {
        this.url = url;
        client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxFrameSize(MAX_FRAME_BYTES)
                .setMaxMessageSize(maxMessageBytes)
                .setMaxConnections(MAX_SOCKETS)
                .setConnectTimeout(CONNECT_MILLIS)
                .setTcpNoDelay(true));
    }

    /**
     * Opens a socket. Fails with {@link io.vertx.core.http.UpgradeRejectedException} if the service refuses it.
     *
     * @param token {@link ApiClient#NO_TOKEN} for none
     */
    public Future<WebSocket> open(String peerId, String token) {
        boolean secure = "https".equals(url.getScheme());
        int usual = secure ? HTTPS_PORT : HTTP_PORT;
        var options = new WebSocketConnectOptions()
                .setHost(url.getHost())
                .setPort(url.getPort() < 0 ? usual : url.getPort())
                .setSsl(secure)
                .setTimeout(CONNECT_MILLIS)
                .setURI(ApiClient.BASE + "/ws/" + URLEncoder.encode(peerId, StandardCharsets.UTF_8));
        if (!token.isEmpty()) options.putHeader("authorization", "Bearer " + token);
        return client.connect(options);
    }

    /** Closes all sockets. */
    public Future<Void> close() {
        return client.close();
    }
}
