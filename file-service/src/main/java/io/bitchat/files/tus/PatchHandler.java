package io.bitchat.files.tus;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.chunk.ChunkUpload;
import io.bitchat.files.flow.Bandwidth;
import io.bitchat.files.flow.Borrower;
import io.bitchat.files.flow.Loan;
import io.bitchat.files.flow.UploadMemory;
import io.bitchat.files.store.Workers;
import io.bitchat.files.tus.ChunkSplitter.Rest;
import io.bitchat.files.tus.TusTable.TailKey;
import io.bitchat.files.tus.UploadLocks.Held;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.RequestTrace;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Receives the bytes of a request into an upload. Full chunks are stored as they come. The rest is kept as the tail,
 * however the request ends.
 */
@ApplicationScoped
class PatchHandler {
    private final FilesConfig config;
    private final TusTable table;
    private final UploadLocks locks;
    private final PartialChunks partials;
    private final ChunkUpload chunks;
    private final UploadMemory memory;
    private final Bandwidth bandwidth;
    private final Workers workers;
    private final InstantSource clock;
    private final Vertx vertx;

    PatchHandler(
            FilesConfig config,
            TusTable table,
            UploadLocks locks,
            PartialChunks partials,
            ChunkUpload chunks,
            UploadMemory memory,
            Bandwidth bandwidth,
            Workers workers,
            InstantSource clock,
            Vertx vertx) {
        this.config = config;
        this.table = table;
        this.locks = locks;
        this.partials = partials;
        this.chunks = chunks;
        this.memory = memory;
        this.bandwidth = bandwidth;
        this.workers = workers;
        this.clock = clock;
        this.vertx = vertx;
    }

    /** A request that is being received. */
    private record Receiving(RoutingContext http, Context loop, TusUpload upload, int epoch, Held held) {
        HttpServerRequest request() {
            return http.request();
        }
    }

    /**
     * Receives the body of a paused request.
     *
     * @param offset offset at which the body begins, according to the client
     * @return the new offset
     */
    Uni<Long> receive(RoutingContext http, String fileId, long offset, Optional<Checksum> checksum) {
        var loop = vertx.getOrCreateContext();
        return locks.take(fileId)
                .emitOn(work -> loop.runOnContext(_ -> work.run()))
                .chain(held -> table.raiseEpoch(fileId, clock.instant())
                        .chain(epoch -> table.find(fileId)
                                .map(upload -> upload.requireAlive(clock.instant(), config.uploadExpiry()))
                                .invoke(upload -> requireFits(http.request(), upload, offset))
                                .map(upload -> new Receiving(http, loop, upload, epoch, held)))
                        .chain(receiving -> partials.read(receiving.upload())
                                .emitOn(work -> loop.runOnContext(_ -> work.run()))
                                .chain(lead -> checksum.isPresent()
                                        ? gather(receiving, lead, checksum.get())
                                        : stream(receiving, lead))
                                .chain(rest -> finish(receiving, rest)))
                        .eventually(held::end));
    }

    private static void requireFits(HttpServerRequest request, TusUpload upload, long offset) {
        if (upload.offset() != offset) {
            throw Problem.conflict(
                    "wrong_offset",
                    "the upload goes on at " + upload.offset() + ", and the request begins at " + offset);
        }
        long size = upload.file().plan().fileSize();
        if (TusHeaders.contentLength(request).orElse(0L) > size - offset) {
            throw Problem.tooLarge("only " + (size - offset) + " bytes are missing of the upload", size - offset);
        }
    }

    private ChunkSplitter splitter(
            Receiving receiving, byte[] lead, IntFunction<? extends Uni<? extends Runnable>> room, Runnable filled) {
        var file = receiving.upload().file();
        var trace = RequestTrace.of(receiving.http());
        var first = receiving.upload().isComplete()
                ? file.plan().count()
                : receiving.upload().chunks();
        return new ChunkSplitter(
                file.plan(),
                first,
                lead,
                receiving.loop(),
                (index, bytes) -> {
                    filled.run();
                    return chunks.store(file, index, bytes, Optional.empty(), trace);
                },
                room);
    }

    /** Stores the body as it comes. Bytes before a break of the connection are kept. */
    private Uni<Rest> stream(Receiving receiving, byte[] lead) {
        requireThere(receiving);
        var request = receiving.request();
        var filling = new Filling(bandwidth.upload(receiving.upload().fileId()));
        var who = borrower(receiving);
        var splitter = splitter(
                receiving,
                lead,
                bytes -> memory.take(who, bytes).invoke(lent -> filling.begin(lent, receiving.loop())),
                filling::end);
        filling.onTooSlow(() -> splitter.stop(keepsOthersWaiting()));
        receiving.held().onStop(() -> receiving.loop().runOnContext(_ -> splitter.stop(UploadLocks.takenOver())));
        splitter.onReady(request::resume);
        request.exceptionHandler(_ -> splitter.stop(brokeOff()));
        request.endHandler(_ -> splitter.end());
        request.handler(bytes -> {
            boolean more = splitter.add(bytes);
            long wait = filling.pass(bytes.length());
            if (!more || wait > 0) request.pause();
            if (more && wait > 0) vertx.setTimer(wait, _ -> request.resume());
        });
        // a client that a rate limit holds back is not slow
        long watch = filling.isLimited() ? -1 : watch(splitter);
        request.resume();
        return Uni.createFrom().completionStage(splitter.done()).onTermination().invoke(() -> {
            vertx.cancelTimer(watch);
            filling.end();
        });
    }

    private static Borrower borrower(Receiving receiving) {
        return Borrower.of(Optional.of(receiving.upload().file().uploadedBy()), receiving.request());
    }

    /**
     * Stops the request if a chunk takes longer than the body timeout to fill, since its memory is needed by others.
     */
    private long watch(ChunkSplitter splitter) {
        var before = new Object() {
            Optional<Integer> filling = Optional.empty();
        };
        return vertx.setPeriodic(config.bodyTimeout().toMillis(), _ -> {
            var filling = splitter.filling();
            if (filling.isPresent() && filling.equals(before.filling)) splitter.stop(tooSlow());
            before.filling = filling;
        });
    }

    /** Stores all of the body or nothing: it waits in memory until its checksum is verified. */
    private Uni<Rest> gather(Receiving receiving, byte[] lead, Checksum checksum) {
        int length = (int) lengthOf(receiving.request());
        return memory.take(borrower(receiving), Math.max(1, length))
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
                            var splitter = splitter(
                                    receiving, lead, _ -> Uni.createFrom().item(() -> {}), () -> {});
                            splitter.add(bytes);
                            splitter.end();
                            return Uni.createFrom().completionStage(splitter.done());
                        })
                        .eventually(lent));
    }

    private static long lengthOf(HttpServerRequest request) {
        long length = TusHeaders.contentLength(request)
                .orElseThrow(() -> Problem.of(411, "length_required", "say how long a body with a checksum is"));
        if (length <= Checksum.MAX_BYTES) return length;
        throw Problem.tooLarge(
                "a request with a checksum may have " + Checksum.MAX_BYTES + " bytes; send more of them",
                Checksum.MAX_BYTES);
    }

    private Uni<Buffer> body(Receiving receiving, int length, Loan lent) {
        requireThere(receiving);
        var request = receiving.request();
        var pace = bandwidth.upload(receiving.upload().fileId()).with(lent);
        var came = Buffer.buffer(length);
        return Uni.createFrom()
                .<Buffer>emitter(body -> {
                    receiving.held().onStop(() -> body.fail(UploadLocks.takenOver()));
                    pace.begin(() -> body.fail(keepsOthersWaiting()));
                    request.exceptionHandler(_ -> body.fail(brokeOff()));
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
                .failWith(this::tooSlow);
    }

    private Uni<Long> finish(Receiving receiving, Rest rest) {
        var upload = receiving.upload();
        var plan = upload.file().plan();
        boolean moved = rest.index() != upload.chunks() || rest.bytes().length > 0;
        long offset = rest.index() == plan.count()
                ? plan.fileSize()
                : plan.offset(rest.index())
                        + (moved ? rest.bytes().length : upload.offset() - plan.offset(rest.index()));
        return partials.keep(upload, receiving.epoch(), rest.index(), rest.bytes())
                .eventually(rest.free())
                .call(() -> moved ? dropOld(upload) : Uni.createFrom().voidItem())
                .invoke(() -> rest.why().ifPresent(why -> {
                    throw why;
                }))
                .replaceWith(offset);
    }

    private Uni<Void> dropOld(TusUpload upload) {
        return upload.tail()
                .map(tail -> partials.delete(new TailKey(upload.fileId(), tail.number())))
                .orElseGet(() -> Uni.createFrom().voidItem())
                // the sweeper deletes it later
                .onFailure()
                .recoverWithNull();
    }

    private static void requireThere(Receiving receiving) {
        if (receiving.http().response().closed()) throw brokeOff();
        if ("100-continue".equalsIgnoreCase(receiving.request().getHeader(HttpHeaders.EXPECT))) {
            receiving.http().response().writeContinue();
        }
    }

    private static Problem brokeOff() {
        return Problem.malformed("the body broke off");
    }

    private static Problem keepsOthersWaiting() {
        return Problem.unavailable(
                "body_timeout", "the bytes come too slowly while others wait; ask for the offset and go on there");
    }

    private Problem tooSlow() {
        return Problem.unavailable(
                "body_timeout",
                "a chunk has not come within " + config.bodyTimeout().toSeconds()
                        + " s; ask for the offset and go on there");
    }
}
