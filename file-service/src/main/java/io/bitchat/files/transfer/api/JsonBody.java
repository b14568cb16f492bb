package io.bitchat.files.transfer.api;

import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Reads the whole body of a request into memory, up to a limit. */
final class JsonBody {
    private JsonBody() {}

    /** Reads a paused request. Fails with 413 for a longer body, 408 for one that takes too long, 400 for half of one. */
    static Uni<Buffer> read(Vertx vertx, HttpServerRequest request, int most, Duration timeout) {
        return Uni.createFrom().emitter(result -> {
            var body = Buffer.buffer();
            long timer = vertx.setTimer(
                    timeout.toMillis(),
                    _ -> result.fail(Problem.of(
                            408,
                            "body_timeout",
                            "the chunk did not arrive within " + timeout.toSeconds() + " s; send it again")));
            result.onTermination(() -> vertx.cancelTimer(timer));
            request.exceptionHandler(_ -> result.fail(Problem.malformed("the request body ended early")));
            request.handler(piece -> {
                if (body.length() + piece.length() <= most) body.appendBuffer(piece);
                else result.fail(Problem.tooLarge("a chunk in JSON has at most " + most + " bytes here", most));
            });
            request.endHandler(_ -> result.complete(body));
            request.resume();
        });
    }
}
