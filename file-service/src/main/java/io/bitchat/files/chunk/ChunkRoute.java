package io.bitchat.files.chunk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.files.chunk.ChunkBody.Received;
import io.bitchat.files.file.ChunkState;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.flow.BodyCoding;
import io.bitchat.files.flow.Loan;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.problem.ProblemAnswers;
import io.bitchat.kit.trace.RequestTrace;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * {@code POST /api/bitchat/files/{file_id}/chunks/{chunk_index}}. A Vert.x route beside the JAX-RS resources, so that
 * the body is read only after its owner, its length and room for it are known.
 */
@ApplicationScoped
class ChunkRoute {
    static final String PATH = "/api/bitchat/files/:fileId/chunks/:index";
    static final String HASH_HEADER = "X-Chunk-SHA256";

    private static final long LINGER_MILLIS = 5_000;

    private final Access access;
    private final RecentFiles files;
    private final ChunkUpload chunks;
    private final UploadThrottle throttle;
    private final ProblemAnswers problems;
    private final ObjectMapper json;
    private final Vertx vertx;

    ChunkRoute(
            Access access,
            RecentFiles files,
            ChunkUpload chunks,
            UploadThrottle throttle,
            ProblemAnswers problems,
            ObjectMapper json,
            Vertx vertx) {
        this.access = access;
        this.files = files;
        this.chunks = chunks;
        this.throttle = throttle;
        this.problems = problems;
        this.json = json;
        this.vertx = vertx;
    }

    void register(@Observes Router router) {
        router.post(PATH).handler(this::handle);
    }

    private void handle(RoutingContext http) {
        http.request().pause();
        Uni.createFrom()
                .deferred(() -> receive(http))
                .subscribe()
                .with(
                        stored -> http.response()
                                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                                .end(write(ChunkResponse.of(stored))),
                        failure -> refuse(http, failure));
    }

    private Uni<ChunkState> receive(RoutingContext http) {
        var request = http.request();
        return access.uncounted(request)
                .chain(caller -> files.find(http.pathParam("fileId")).invoke(file -> {
                    requireOwner(caller, file);
                    access.actsFor(caller, file.uploadedBy());
                }))
                .invoke(() -> requireReadable(request))
                .invoke(ChunkUpload::requireOpen)
                .chain(file -> {
                    int index = file.indexIn(http.pathParam("index"));
                    return throttle.enter(request, file, index).chain(lent -> Uni.createFrom()
                            .deferred(() -> read(http, file, index, lent))
                            .chain(body -> store(http, file, index, body).invoke(() -> throttle.isStored(body)))
                            .eventually(() -> throttle.leave(lent)));
                });
    }

    private static void requireReadable(HttpServerRequest request) {
        BodyCoding.requireNone(request);
        if (ChunkBody.isReadable(request)) return;
        throw Problem.of(
                415,
                "unsupported_media_type",
                "send a form with the file field " + ChunkBody.PART + ", or application/octet-stream");
    }

    private static void requireOwner(Access.Caller caller, StoredFile file) {
        if (!caller.mayActAs(file.uploadedBy())) {
            throw Problem.forbidden("the token does not belong to '" + file.uploadedBy() + "', who uploads the file");
        }
    }

    private Uni<Received> read(RoutingContext http, StoredFile file, int index, Loan lent) {
        if (http.response().closed()) throw Problem.malformed("the client is gone");
        var request = http.request();
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        return throttle.read(request, file, index, lent);
    }

    private Uni<ChunkState> store(RoutingContext http, StoredFile file, int index, Received body) {
        var header = Optional.ofNullable(http.request().getHeader(HASH_HEADER));
        var declared = ChunkBody.hash(HASH_HEADER, header)
                .or(() -> ChunkBody.hash("chunk_hash", body.declared().filter(text -> !text.isBlank())));
        return chunks.store(file, index, body.bytes(), declared, RequestTrace.of(http));
    }

    /**
     * Answers, then discards the rest of the body: a client that is still sending would lose the answer if the
     * connection were closed at once. A client that does not finish within {@code LINGER_MILLIS} is disconnected.
     */
    private void refuse(RoutingContext http, Throwable failure) {
        var request = http.request();
        problems.answer(http, failure);
        if (request.isEnded()) return;
        var connection = request.connection();
        long timer = vertx.setTimer(LINGER_MILLIS, _ -> connection.close());
        request.exceptionHandler(_ -> vertx.cancelTimer(timer));
        request.handler(_ -> {});
        request.endHandler(_ -> vertx.cancelTimer(timer));
        request.resume();
    }

    private String write(ChunkResponse response) {
        try {
            return json.writeValueAsString(response);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a chunk's state is always JSON", e);
        }
    }
}
