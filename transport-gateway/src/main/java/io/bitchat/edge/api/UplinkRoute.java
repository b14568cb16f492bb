package io.bitchat.edge.api;

import io.bitchat.edge.node.EdgeNode;
import io.bitchat.edge.suite.Suite;
import io.bitchat.edge.uplink.UplinkChannel;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.auth.Access.Caller;
import io.bitchat.kit.auth.VerifiedToken;
import io.bitchat.kit.context.UpgradedRequest;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.problem.ProblemAnswers;
import io.bitchat.kit.text.Identifier;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Pattern;

/** {@code WS /api/bitchat/transport/uplink/{node}}: lets an edge node join this suite; docs/protocols/uplink.md. */
@ApplicationScoped
class UplinkRoute implements HttpServerOptionsCustomizer {
    private static final Pattern NODE = Pattern.compile(Identifier.REGEX);
    private static final int MAX_NODES = 1_000;
    private static final int TOKEN_EXPIRED = 4_001;

    private final EdgeNode node;
    private final Access access;
    private final ProblemAnswers answers;
    private final InstantSource clock;

    UplinkRoute(EdgeNode node, Access access, ProblemAnswers answers, InstantSource clock) {
        this.node = node;
        this.access = access;
        this.answers = answers;
        this.clock = clock;
    }

    void register(@Observes Router router) {
        router.get("/api/bitchat/transport/uplink/:node").handler(this::upgrade);
    }

    /** Without extensions, no reserved bit of a frame may be set (RFC 6455 section 5.2). */
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxWebSocketMessageSize(UplinkChannel.MAX_FRAME_BYTES);
    }

    private void upgrade(RoutingContext http) {
        http.request().pause();
        var edge = http.pathParam("node");
        admitted(edge, http)
                .chain(caller -> Uni.createFrom()
                        .completionStage(() -> http.request().toWebSocket().toCompletionStage())
                        .invoke(socket -> open(edge, caller, socket, http)))
                .subscribe()
                .with(_ -> {}, failure -> refuse(http, failure));
    }

    private Uni<Caller> admitted(String edge, RoutingContext http) {
        return Uni.createFrom().deferred(() -> {
            if (!HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(
                    String.valueOf(http.request().getHeader(HttpHeaders.UPGRADE)))) {
                throw Problem.of(426, "upgrade_required", "this is a WebSocket: connect with ws:// or wss://");
            }
            if (!NODE.matcher(edge).matches()) throw Problem.notFound("node", edge);
            return access.as(edge, http.request()).invoke(caller -> {
                // a caller without a token is trusted by the mode
                if (!caller.token()
                        .map(token -> token.hasRole(VerifiedToken.EDGE_ROLE))
                        .orElse(true)) {
                    throw Problem.forbidden("'" + edge + "' is no edge node: name it in BITCHAT_IDENTITY_EDGE_NODES");
                }
                var suite = suite();
                if (suite.nodes() >= MAX_NODES && !suite.isConnected(edge)) {
                    throw Problem.tooMany(
                            "too_many_nodes", "this suite has " + MAX_NODES + " edge nodes", Duration.ofSeconds(60));
                }
            });
        });
    }

    private Suite suite() {
        var suite = node.suite();
        if (suite == null) {
            throw Problem.of(404, "no_suite", "this node is the gateway of no suite; it takes no uplinks");
        }
        return suite;
    }

    private void open(String edge, Caller caller, ServerWebSocket socket, RoutingContext http) {
        UpgradedRequest.ended(http.request());
        var channel = suite().opened(edge, socket);
        caller.token().ifPresent(token -> {
            var left = Duration.between(clock.instant(), token.expiresAt());
            channel.closeAfter(left, TOKEN_EXPIRED, "the token has expired");
        });
    }

    private void refuse(RoutingContext http, Throwable failure) {
        var response = http.response();
        if (response.ended() || response.closed()) return;
        http.request().resume();
        answers.answer(http, failure);
    }
}
