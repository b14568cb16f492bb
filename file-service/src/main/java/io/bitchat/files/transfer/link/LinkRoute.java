package io.bitchat.files.transfer.link;

import io.bitchat.files.rooms.Room;
import io.bitchat.files.transfer.link.LinkAdmission.ElsewhereException;
import io.bitchat.files.transfer.live.TransferMetrics;
import io.bitchat.kit.context.UpgradedRequest;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.problem.ProblemAnswers;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code WS /internal/rooms/{room_id}/link?peer_id=}: the way of a device to a room, through the service of its socket. */
@ApplicationScoped
class LinkRoute implements HttpServerOptionsCustomizer {
    /** Close code "service restart" of the IANA registry (RFC 6455 §11.7). */
    private static final int SERVICE_RESTART = 1012;

    private static final int TEMPORARY_REDIRECT = 307;

    private final LinkAdmission admission;
    private final ProblemAnswers answers;
    private final LinkFrames frames;
    private final TransferMetrics metrics;
    private final InstantSource clock;
    private final Set<LinkReader> open = ConcurrentHashMap.newKeySet();

    LinkRoute(
            LinkAdmission admission,
            ProblemAnswers answers,
            LinkFrames frames,
            TransferMetrics metrics,
            InstantSource clock) {
        this.admission = admission;
        this.answers = answers;
        this.frames = frames;
        this.metrics = metrics;
        this.clock = clock;
    }

    void register(@Observes Router router) {
        router.get("/internal/rooms/:roomId/link").handler(this::upgrade);
    }

    /** Without masks and compression: both ends are services of the suite. */
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setAcceptUnmaskedFrames(true)
                .setMaxWebSocketFrameSize(ChunkFrameCodec.MAX_BYTES)
                .setMaxWebSocketMessageSize(ChunkFrameCodec.MAX_BYTES);
    }

    /** The services of the sockets open their links again, elsewhere or here. */
    void stop(@Observes @Priority(1) ShutdownEvent shutdown) {
        open.forEach(reader -> reader.link().close(SERVICE_RESTART, "service restart"));
    }

    private void upgrade(RoutingContext http) {
        http.request().pause();
        var peerId = String.valueOf(http.request().getParam("peer_id"));
        Uni.createFrom()
                .deferred(() -> admission.of(http.request(), http.pathParam("roomId"), peerId))
                .chain(room -> Uni.createFrom()
                        .completionStage(() -> http.request().toWebSocket().toCompletionStage())
                        .invoke(socket -> begin(http, socket, room, peerId)))
                .subscribe()
                .with(_ -> {}, failure -> refuse(http, failure));
    }

    private void begin(RoutingContext http, ServerWebSocket socket, Room room, String peerId) {
        UpgradedRequest.ended(http.request());
        var link = new LinkSocket(peerId, room.id(), socket, metrics, clock.instant());
        var reader = new LinkReader(link, socket, room, frames, http.vertx().getOrCreateContext());
        open.add(reader);
        reader.begin(() -> {
            open.remove(reader);
            UpgradedRequest.ended(http.request());
        });
    }

    private void refuse(RoutingContext http, Throwable failure) {
        var response = http.response();
        if (response.ended() || response.closed()) return;
        if (failure instanceof ElsewhereException elsewhere) {
            http.request().resume();
            response.setStatusCode(TEMPORARY_REDIRECT)
                    .putHeader(
                            HttpHeaders.LOCATION,
                            elsewhere.url() + http.request().uri())
                    .end();
            return;
        }
        if (failure instanceof Problem problem) response.putHeader("X-Problem-Code", problem.code());
        http.request().resume();
        answers.answer(http, failure);
    }

    Set<LinkReader> links() {
        return Set.copyOf(open);
    }
}
