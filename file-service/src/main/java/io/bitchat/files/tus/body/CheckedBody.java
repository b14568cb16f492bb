package io.bitchat.files.tus.body;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.chunk.ChunkUpload;
import io.bitchat.files.flow.Bandwidth;
import io.bitchat.files.flow.Loan;
import io.bitchat.files.flow.UploadMemory;
import io.bitchat.files.store.Workers;
import io.bitchat.files.tus.Checksum;
import io.bitchat.files.tus.TusHeaders;
import io.bitchat.files.tus.UploadLocks;
import io.bitchat.files.tus.body.ChunkSplitter.Rest;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

/** Receives a body with a checksum: all of it is stored, or nothing. */
@ApplicationScoped
class CheckedBody {
    private final FilesConfig config;
    private final ChunkUpload chunks;
    private final UploadMemory memory;
    private final Bandwidth bandwidth;
    private final Workers workers;

    CheckedBody(FilesConfig config, ChunkUpload chunks, UploadMemory memory, Bandwidth bandwidth, Workers workers) {
        this.config = config;
        this.chunks = chunks;
        this.memory = memory;
        this.bandwidth = bandwidth;
        this.workers = workers;
    }

    /** Stores all of the body or nothing: it waits in memory until its checksum is verified. */
    Uni<Rest> receive(Receiving receiving, byte[] lead, Checksum checksum) {
        int length = (int) lengthOf(receiving.request());
        return memory.take(receiving.borrower(), Math.max(1, length))
                .emitOn(work -> receiving.loop().runOnContext(_ -> work.run()))
                .chain(lent -> Uni.createFrom()
                        .deferred(() -> body(receiving, length, lent))
                        .call(bytes -> workers.run(() -> {
                            checksum.verify(bytes.getBytes());
                            return true;
                        }))
                        .emitOn(work -> receiving.loop().runOnContext(_ -> work.run()))
                        .chain(bytes -> {
                            // memory for these bytes is lent already
                            var splitter = receiving.splitter(
                                    chunks, lead, _ -> Uni.createFrom().item(() -> {}), () -> {});
                            splitter.add(bytes);
                            splitter.end();
                            return Uni.createFrom().completionStage(splitter.done());
                        })
                        .eventually(lent));
    }

    private static long lengthOf(HttpServerRequest request) {
        long length = TusHeaders.contentLength(request)
                .orElseThrow(() -> Problem.of(411, "length_required", "a body with a checksum needs a Content-Length"));
        if (length <= Checksum.MAX_BYTES) return length;
        throw Problem.tooLarge(
                "a request with a checksum may have " + Checksum.MAX_BYTES + " bytes; send several requests",
                Checksum.MAX_BYTES);
    }

    private Uni<Buffer> body(Receiving receiving, int length, Loan lent) {
        receiving.requireThere();
        var request = receiving.request();
        var pace = bandwidth.upload(receiving.upload().fileId()).with(lent);
        var came = Buffer.buffer(length);
        return Uni.createFrom()
                .<Buffer>emitter(body -> {
                    receiving.held().onStop(() -> body.fail(UploadLocks.takenOver()));
                    pace.begin(() -> body.fail(Receiving.keepsOthersWaiting()));
                    request.exceptionHandler(_ -> body.fail(Receiving.brokeOff()));
                    request.handler(bytes -> {
                        came.appendBuffer(bytes);
                        pace.moved(bytes.length());
                    });
                    request.endHandler(_ -> {
                        pace.end();
                        body.complete(came);
                    });
                    request.resume();
                })
                .ifNoItem()
                .after(config.bodyTimeout())
                .failWith(() -> Receiving.tooSlow(config.bodyTimeout()));
    }
}
