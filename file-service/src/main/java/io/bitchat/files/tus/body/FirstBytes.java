package io.bitchat.files.tus.body;

import io.bitchat.files.tus.TusHeaders;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Finds out whether a request has a body. A chunked body may turn out to be empty, and then needs no content type. */
public final class FirstBytes {
    private FirstBytes() {}

    /**
     * Whether a paused request has a body to receive; fails with 415 for a wrong content type. Waits only for a chunked
     * body without the right content type.
     */
    public static Uni<Boolean> hasBody(Vertx vertx, HttpServerRequest request, Duration atMost) {
        boolean inPieces = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        boolean announced =
                TusHeaders.contentLength(request).map(length -> length > 0).orElse(inPieces);
        if (!announced) return Uni.createFrom().item(false);
        if (TusHeaders.isBytes(request) || !inPieces) {
            TusHeaders.requireBytes(request);
            return Uni.createFrom().item(true);
        }
        return Uni.createFrom().emitter(result -> {
            long timer = vertx.setTimer(
                    atMost.toMillis(), _ -> result.fail(Problem.of(408, "body_timeout", "the body did not arrive")));
            result.onTermination(() -> vertx.cancelTimer(timer));
            request.exceptionHandler(_ -> result.fail(Problem.malformed("the request body ended early")));
            request.handler(_ -> {
                try {
                    TusHeaders.requireBytes(request);
                } catch (Problem otherKind) {
                    result.fail(otherKind);
                }
            });
            request.endHandler(_ -> result.complete(false));
            request.resume();
        });
    }
}
