package io.bitchat.files.transfer.api;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.chunk.ChunkBody;
import io.bitchat.files.flow.Bandwidth;
import io.bitchat.files.flow.Borrower;
import io.bitchat.files.flow.UploadMemory;
import io.bitchat.files.store.ByteArrayPool;
import io.bitchat.rooms.Chunking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Reads the bodies of requests with chunks, within the memory for uploads and the limits of bandwidth. */
@ApplicationScoped
class ChunkBodies {
    private static final int LINGER_MILLIS = 5_000;

    private final UploadMemory memory;
    private final Bandwidth bandwidth;
    private final FilesConfig config;
    private final Vertx vertx;
    private final ByteArrayPool pool = new ByteArrayPool(8, Chunking.DEFAULT_CHUNK_SIZE);

    ChunkBodies(UploadMemory memory, Bandwidth bandwidth, FilesConfig config, Vertx vertx) {
        this.memory = memory;
        this.bandwidth = bandwidth;
        this.config = config;
        this.vertx = vertx;
    }

    /** Waits for memory, and lends it for the time of the work. */
    <T> Uni<T> lent(String peer, HttpServerRequest request, int bytes, Supplier<Uni<T>> work) {
        return memory.take(Borrower.of(Optional.of(peer), request), bytes)
                .chain(loan -> Uni.createFrom().deferred(work::get).eventually(loan));
    }

    /** The bytes of a raw body or a form. */
    Uni<ChunkBody.Received> bytes(HttpServerRequest request, UUID transfer, int length) {
        return ChunkBody.read(
                vertx, request, length, bandwidth.upload(transfer.toString()), pool, config.bodyTimeout());
    }

    /** The bytes are not used any more. */
    void done(ChunkBody.Received body) {
        pool.giveBack(body.bytes());
    }

    /** A body of text. */
    Uni<Buffer> text(HttpServerRequest request, int most) {
        return JsonBody.read(vertx, request, most, config.bodyTimeout());
    }

    /** Discards the rest of a body, so that a client that still sends gets the answer. */
    void discard(HttpServerRequest request) {
        if (request.isEnded()) return;
        var connection = request.connection();
        long timer = vertx.setTimer(LINGER_MILLIS, _ -> connection.close());
        request.exceptionHandler(_ -> vertx.cancelTimer(timer));
        request.handler(_ -> {});
        request.endHandler(_ -> vertx.cancelTimer(timer));
        request.resume();
    }
}
