package io.bitchat.files.tus;

import io.bitchat.files.FilesConfig;
import io.bitchat.kit.problem.BodyLimit;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.problem.ProblemAnswers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * {@code /api/bitchat/files/tus} and the uploads that are created there (tus 1.0.0). Vert.x routes beside the JAX-RS
 * resources, so that a body is not read before its owner is known; a body may be as long as a file.
 */
@ApplicationScoped
class TusRoute {
    static final String PATH = "/api/bitchat/files/tus";

    private static final long LINGER_MILLIS = 5_000;

    private final FilesConfig config;
    private final TusCreation creation;
    private final TusUploads uploads;
    private final ProblemAnswers problems;
    private final Vertx vertx;

    TusRoute(FilesConfig config, TusCreation creation, TusUploads uploads, ProblemAnswers problems, Vertx vertx) {
        this.config = config;
        this.creation = creation;
        this.uploads = uploads;
        this.problems = problems;
        this.vertx = vertx;
    }

    void register(@Observes Router router) {
        // before the handler that limits all other bodies
        int order = BodyLimit.ORDER - 1;
        router.route(PATH).order(order).handler(http -> handle(http, this::collection));
        router.route(PATH + "/:fileId").order(order).handler(http -> handle(http, this::upload));
    }

    private interface Work {
        Uni<Void> run(RoutingContext http, String method);
    }

    private void handle(RoutingContext http, Work work) {
        var request = http.request().pause();
        http.response().putHeader(TusHeaders.RESUMABLE, TusHeaders.VERSION);
        Uni.createFrom()
                .deferred(() -> {
                    var method = TusHeaders.method(request);
                    if (!method.equals("OPTIONS")) requireVersion(http);
                    return work.run(http, method);
                })
                .subscribe()
                .with(_ -> finish(http), failure -> refuse(http, failure));
    }

    private static void requireVersion(RoutingContext http) {
        try {
            TusHeaders.requireVersion(http.request());
        } catch (Problem problem) {
            http.response().putHeader("Tus-Version", TusHeaders.VERSION);
            throw problem;
        }
    }

    private Uni<Void> collection(RoutingContext http, String method) {
        return switch (method) {
            case "OPTIONS" -> options(http);
            case "POST" -> creation.create(http);
            default -> notAllowed(http, "OPTIONS, POST");
        };
    }

    private Uni<Void> upload(RoutingContext http, String method) {
        return switch (method) {
            case "OPTIONS" -> options(http);
            case "HEAD" -> uploads.tell(http);
            case "PATCH" -> uploads.goOn(http);
            case "DELETE" -> uploads.terminate(http);
            default -> notAllowed(http, "OPTIONS, HEAD, PATCH, DELETE");
        };
    }

    private Uni<Void> options(RoutingContext http) {
        http.response()
                .putHeader("Tus-Version", TusHeaders.VERSION)
                .putHeader("Tus-Extension", TusHeaders.EXTENSIONS)
                .putHeader("Tus-Max-Size", Long.toString(config.maxFileSize()))
                .putHeader("Tus-Checksum-Algorithm", Checksum.algorithms())
                .setStatusCode(204);
        return Uni.createFrom().voidItem();
    }

    private static Uni<Void> notAllowed(RoutingContext http, String allowed) {
        http.response().putHeader(HttpHeaders.ALLOW, allowed);
        throw Problem.of(405, "method_not_allowed", "allowed here: " + allowed);
    }

    private void finish(RoutingContext http) {
        if (http.response().closed()) return;
        http.response().end();
        readAway(http.request());
    }

    /**
     * Answers, then discards the rest of the body: a client that is still sending would lose the answer if the
     * connection were closed at once. A client that does not finish within {@code LINGER_MILLIS} is disconnected.
     */
    private void refuse(RoutingContext http, Throwable failure) {
        problems.answer(http, failure);
        readAway(http.request());
    }

    private void readAway(HttpServerRequest request) {
        request.resume();
        if (request.isEnded()) return;
        var connection = request.connection();
        vertx.setTimer(LINGER_MILLIS, _ -> {
            if (!request.isEnded()) connection.close();
        });
    }
}
