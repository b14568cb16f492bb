package io.bitchat.messages.realtime;

import io.bitchat.contracts.messages.Cursor;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.auth.Access.Caller;
import io.bitchat.kit.context.UpgradedRequest;
import io.bitchat.kit.limit.ClientAddress;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.problem.ProblemAnswers;
import io.bitchat.kit.text.Identifier;
import io.bitchat.messages.socket.PeerSocket;
import io.bitchat.messages.socket.SocketRequest;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code WS /api/bitchat/ws/{peer_id}[?since=cursor]}: decides whether a socket may open, and opens it. */
@ApplicationScoped
class SocketRoute implements HttpServerOptionsCustomizer {
    private static final Pattern PEER_ID = Pattern.compile(Identifier.REGEX);

    /** Largest frame in bytes; a longer one closes the socket with 1009. */
    private static final int MAX_FRAME_BYTES = 128 << 10;

    private final Access access;
    private final ProblemAnswers answers;
    private final Hub hub;
    private final MessageSockets sockets;
    private final RealtimeConfig config;
    /** Admitted sockets that the hub does not know yet, by peer, so that concurrent requests count each other. */
    private final ConcurrentHashMap<String, Integer> opening = new ConcurrentHashMap<>();

    SocketRoute(Access access, ProblemAnswers answers, Hub hub, MessageSockets sockets, RealtimeConfig config) {
        this.access = access;
        this.answers = answers;
        this.hub = hub;
        this.sockets = sockets;
        this.config = config;
    }

    void register(@Observes Router router) {
        router.get("/api/bitchat/ws/:peerId").handler(this::upgrade);
    }

    /** Without extensions, no reserved bit of a frame may be set (RFC 6455 §5.2). */
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(MAX_FRAME_BYTES);
    }

    private void upgrade(RoutingContext http) {
        http.request().pause();
        var peerId = http.pathParam("peerId");
        SocketRequest request;
        try {
            request = SocketRequest.of(http.request().query(), http.request().getHeader(HttpHeaders.AUTHORIZATION));
        } catch (Problem problem) {
            refuse(http, problem);
            return;
        }
        admitted(peerId, request, http)
                .chain(caller -> open(http)
                        .invoke(socket -> occupy(peerSocket(peerId, socket, http), request, caller))
                        .onFailure()
                        .invoke(() -> giveBack(peerId)))
                .subscribe()
                .with(_ -> {}, failure -> refuse(http, failure));
    }

    private static PeerSocket peerSocket(String peerId, ServerWebSocket socket, RoutingContext http) {
        var address = http.request().remoteAddress().hostAddress();
        return new PeerSocket(peerId, address, socket, http.vertx(), () -> UpgradedRequest.ended(http.request()));
    }

    private Uni<Caller> admitted(String peerId, SocketRequest request, RoutingContext http) {
        return Uni.createFrom().deferred(() -> {
            check(peerId, request, http);
            return access.as(peerId, request.token(), ClientAddress.of(http.request()))
                    // after the access check: the number of a peer's sockets is private
                    .invoke(() -> takeRoom(peerId));
        });
    }

    private void check(String peerId, SocketRequest request, RoutingContext http) {
        if (!HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(
                String.valueOf(http.request().getHeader(HttpHeaders.UPGRADE)))) {
            throw Problem.of(426, "upgrade_required", "this is a WebSocket: connect with ws:// or wss://");
        }
        if (!PEER_ID.matcher(peerId).matches()) {
            throw Problem.invalid("peer_id", "must be 1-128 of letters, digits and ._@:+-, and not . or ..");
        }
        if (hub.isStopping()) {
            throw Problem.unavailable("service_restart", "this replica is stopping; connect again");
        }
        if (request.since() != null && Cursor.parse(request.since()).isEmpty()) {
            throw Problem.invalid("since", "is not a cursor that this server gave");
        }
    }

    private void takeRoom(String peerId) {
        opening.compute(peerId, (_, count) -> {
            int before = count == null ? 0 : count;
            if (hub.socketsOf(peerId) + before >= config.socketsPerPeer()) throw tooMany(peerId);
            return before + 1;
        });
    }

    /** Registers a socket, which so is one of the open ones and no longer one of the opening ones: never both. */
    private void occupy(PeerSocket socket, SocketRequest request, Caller caller) {
        opening.computeIfPresent(socket.peerId(), (_, count) -> {
            sockets.open(socket, request, caller);
            return fewer(count);
        });
    }

    private void giveBack(String peerId) {
        opening.computeIfPresent(peerId, (_, count) -> fewer(count));
    }

    private static @Nullable Integer fewer(int count) {
        return count == 1 ? null : count - 1;
    }

    private Problem tooMany(String peerId) {
        return Problem.tooMany(
                "too_many_sockets",
                "'" + peerId + "' has " + config.socketsPerPeer() + " sockets open; close one first",
                Duration.ofSeconds(30));
    }

    private static Uni<ServerWebSocket> open(RoutingContext http) {
        return Uni.createFrom()
                .completionStage(() -> http.request().toWebSocket().toCompletionStage())
                .invoke(() -> UpgradedRequest.ended(http.request()));
    }

    /** WebSocket clients rarely expose the body, so the problem code is in a header as well. */
    private void refuse(RoutingContext http, Throwable failure) {
        var response = http.response();
        if (response.ended() || response.closed()) return;
        if (failure instanceof Problem problem) response.putHeader("X-Problem-Code", problem.code());
        if (failure instanceof Problem problem && problem.status() == 426) {
            response.putHeader(HttpHeaders.UPGRADE, "websocket");
        }
        http.request().resume();
        answers.answer(http, failure);
    }
}
