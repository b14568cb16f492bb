package io.bitchat.edge.uplink;

import io.bitchat.api.Answer;
import io.bitchat.api.ApiClient;
import io.bitchat.api.Authentication;
import io.bitchat.api.Signer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.util.function.Consumer;

/** Joins a suite, in this order: registers the node, gets a token, opens the socket. */
final class Login {
    private static final int CONNECT_MILLIS = 3_000;
    private static final int CALL_MILLIS = 5_000;

    private final URI suite;
    private final String node;
    private final Signer key;
    private final Authentication authentication;
    private final ApiClient api;
    private final WebSocketClient sockets;

    /**
     * Why a suite does not let the node in.
     *
     * <p>Its code is for {@code GET /transports}, and so is its message, which says what to do.
     */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String code;

        RefusedException(String code, String remedy) {
            super(remedy);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    Login(Vertx vertx, URI suite, String node, Signer key) {
        this.suite = suite;
        this.node = node;
        this.key = key;
        this.api = new ApiClient(
                vertx,
                suite,
                ApiClient.Settings.defaults()
                        .withConnections(1)
                        .withTimeoutMillis(CALL_MILLIS)
                        .withMaxAnswerBytes(1 << 16));
        this.authentication = new Authentication(api);
        this.sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setMaxMessageSize(UplinkChannel.MAX_FRAME_BYTES)
                .setMaxFrameSize(1 << 16)
                .setClosingTimeout(2)
                .setSsl("https".equals(suite.getScheme())));
    }

    /** @param ready runs on the event loop of the socket, before anything is read from it */
    Future<WebSocket> open(Consumer<WebSocket> ready) {
        return authentication
                .register(node, key)
                .compose(this::registered)
                .compose(_ -> authentication.token(node, key))
                .map(this::tokenOf)
                .compose(token -> sockets.connect(socketOptions(token)).onSuccess(ready::accept))
                .recover(failure -> Future.failedFuture(refusal(failure)));
    }

    private Future<Answer> registered(Answer answer) {
        // 409: known, and maybe under another key, which the challenge finds out
        return answer.isOk() || answer.status() == 409
                ? Future.succeededFuture(answer)
                : Future.failedFuture(refused(answer));
    }

    private String tokenOf(Answer answer) {
        if (!answer.isOk()) throw refused(answer);
        return answer.json().getString("access_token", "");
    }

    private static RefusedException refused(Answer answer) {
        return answer.isRetryable()
                ? new RefusedException("suite_busy", "the suite answers " + answer.status() + "; it is tried again")
                : new RefusedException("suite_refused", answer.problem());
    }

    private WebSocketConnectOptions socketOptions(String token) {
        var address = api.address("/transport/uplink/" + node);
        int port = address.getPort() > 0 ? address.getPort() : "https".equals(address.getScheme()) ? 443 : 80;
        var options = new WebSocketConnectOptions()
                .setHost(address.getHost())
                .setPort(port)
                .setSsl("https".equals(suite.getScheme()))
                .setURI(address.getRawPath())
                .setTimeout(CALL_MILLIS);
        return token.isEmpty() ? options : options.putHeader("Authorization", "Bearer " + token);
    }

    private static Throwable refusal(Throwable failure) {
        if (!(failure instanceof UpgradeRejectedException rejected)) return failure;
        return switch (rejected.getStatus()) {
            case 401, 403 ->
                new RefusedException(
                        "no_edge_role",
                        "the suite does not know this node as an edge node; its operator names it in"
                                + " BITCHAT_IDENTITY_EDGE_NODES");
            case 404 -> new RefusedException("no_uplink", "the suite takes no edge nodes; it is an older release");
            default ->
                new RefusedException("suite_busy", "the suite answers " + rejected.getStatus() + "; it is tried again");
        };
    }

    /** Closes all connections; a login that has not ended fails. */
    Future<Void> close() {
        return Future.join(sockets.close(), api.close()).mapEmpty();
    }
}
