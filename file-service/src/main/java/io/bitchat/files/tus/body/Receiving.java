package io.bitchat.files.tus.body;

import io.bitchat.files.chunk.ChunkUpload;
import io.bitchat.files.flow.Borrower;
import io.bitchat.files.tus.TusUpload;
import io.bitchat.files.tus.UploadLocks.Held;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.RequestTrace;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A request whose body is being received into an upload.
 *
 * @param loop context on which the request is handled
 * @param epoch number of this request among those of the upload; an older one can no longer write
 * @param held the upload's lock
 */
record Receiving(RoutingContext http, Context loop, TusUpload upload, int epoch, Held held) {
    HttpServerRequest request() {
        return http.request();
    }

    Borrower borrower() {
        return Borrower.of(Optional.of(upload.file().uploadedBy()), request());
    }

    /** Fails if the client is gone; otherwise asks it for the body, if it waits to be asked. */
    void requireThere() {
        if (http.response().closed()) throw brokeOff();
        if ("100-continue".equalsIgnoreCase(request().getHeader(HttpHeaders.EXPECT))) {
            http.response().writeContinue();
        }
    }

    /**
     * Splits the body into the upload's chunks, and stores them.
     *
     * @param lead bytes of the first chunk that came before
     * @param room lends memory for a chunk
     * @param filled called when a chunk is complete
     */
    ChunkSplitter splitter(
            ChunkUpload chunks, byte[] lead, IntFunction<? extends Uni<? extends Runnable>> room, Runnable filled) {
        var file = upload.file();
        var trace = RequestTrace.of(http);
        var first = upload.isComplete() ? file.plan().count() : upload.chunks();
        return new ChunkSplitter(
                file.plan(),
                first,
                lead,
                loop,
                (index, bytes) -> {
                    filled.run();
                    return chunks.store(file, index, bytes, Optional.empty(), trace);
                },
                room);
    }

    static Problem brokeOff() {
        return Problem.malformed("the request body ended early");
    }

    static Problem keepsOthersWaiting() {
        return Problem.unavailable(
                "body_timeout", "the bytes arrive too slowly while others wait; ask for the offset and resume there");
    }

    static Problem tooSlow(Duration patience) {
        return Problem.unavailable(
                "body_timeout",
                "a chunk did not arrive within " + patience.toSeconds() + " s; ask for the offset and resume there");
    }
}
