package io.bitchat.files.tus;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.chunk.ChunkUpload;
import io.bitchat.files.flow.Bandwidth;
import io.bitchat.files.flow.Borrower;
import io.bitchat.files.flow.Loan;
import io.bitchat.files.flow.UploadMemory;
import io.bitchat.files.store.Workers;
import io.bitchat.files.tus.Intake.Rest;
import io.bitchat.files.tus.Turns.Turn;
import io.bitchat.files.tus.TusTable.TailKey;
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
 * Takes the octets of a request into an upload. Whole chunks are stored as they come; what is left when the request ends,
 * whatever ends it, is kept as the tail.
 */
@ApplicationScoped
class Reception {
    private final FilesConfig config;
    private final TusTable table;
    private final Turns turns;
    private final Tails tails;
    private final ChunkUpload chunks;
    private final UploadMemory memory;
    private final Bandwidth bandwidth;
    private final Workers workers;
    private final InstantSource clock;
    private final Vertx vertx;

    Reception(
            FilesConfig config,
            TusTable table,
            Turns turns,
            Tails tails,
            ChunkUpload chunks,
            UploadMemory memory,
            Bandwidth bandwidth,
            Workers workers,
            InstantSource clock,
            Vertx vertx) {
        this.config = config;
        this.table = table;
        this.turns = turns;
        this.tails = tails;
        this.chunks = chunks;
        this.memory = memory;
        this.bandwidth = bandwidth;
        this.workers = workers;
        this.clock = clock;
        this.vertx = vertx;
    }

    /** One request that is being received. */
    private record Receiving(RoutingContext http, Context loop, TusUpload upload, int epoch, Turn turn) {
        HttpServerRequest request() {
            return http.request();
        }
    }

    /**
     * Receives the body of a paused request.
     *
     * @param offset where the client says that it begins
     * @return the new offset
     */
    Uni<Long> receive(RoutingContext http, String fileId, long offset, Optional<Checksum> checksum) {
        var loop = vertx.getOrCreateContext();
        return turns.take(fileId)
                .emitOn(work -> loop.runOnContext(_ -> work.run()))
                .chain(turn -> table.raiseEpoch(fileId, clock.instant())
                        .chain(epoch -> table.find(fileId)
                                .map(upload -> upload.requireAlive(clock.instant(), config.uploadExpiry()))
                                .invoke(upload -> requireFits(http.request(), upload, offset))
                                .map(upload -> new Receiving(http, loop, upload, epoch, turn)))
                        .chain(receiving -> tails.read(receiving.upload())
                                .emitOn(work -> loop.runOnContext(_ -> work.run()))
                                .chain(lead -> checksum.isPresent()
                                        ? gather(receiving, lead, checksum.get())
                                        : stream(receiving, lead))
                                .chain(rest -> finish(receiving, rest)))
                        .eventually(turn::end));
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

    private Intake intake(
            Receiving receiving, byte[] lead, IntFunction<? extends Uni<? extends Runnable>> room, Runnable filled) {
        var file = receiving.upload().file();
        var trace = RequestTrace.of(receiving.http());
        var first = receiving.upload().isComplete()
                ? file.plan().count()
                : receiving.upload().chunks();
        return new Intake(
                file.plan(),
                first,
                lead,
                receiving.loop(),
                (index, octets) -> {
                    filled.run();
                    return chunks.store(file, index, octets, Optional.empty(), trace);
                },
                room);
    }

    /** What came before the end, or before the connection broke, is kept. */
    private Uni<Rest> stream(Receiving receiving, byte[] lead) {
        requireThere(receiving);
        var request = receiving.request();
        var filling = new Filling(bandwidth.upload(receiving.upload().fileId()));
        var who = borrower(receiving);
        var intake = intake(
                receiving,
                lead,
                bytes -> memory.take(who, bytes).invoke(lent -> filling.begin(lent, receiving.loop())),
                filling::end);
        filling.onTooSlow(() -> intake.stop(keepsOthersWaiting()));
        receiving.turn().onStop(() -> receiving.loop().runOnContext(_ -> intake.stop(Turns.takenOver())));
        intake.onReady(request::resume);
        request.exceptionHandler(_ -> intake.stop(brokeOff()));
        request.endHandler(_ -> intake.end());
        request.handler(octets -> {
            boolean more = intake.add(octets);
            long wait = filling.pass(octets.length());
            if (!more || wait > 0) request.pause();
            if (more && wait > 0) vertx.setTimer(wait, _ -> request.resume());
        });
        // who is held back here is not slow
        long watch = filling.isLimited() ? -1 : watch(intake);
        request.resume();
        return Uni.createFrom().completionStage(intake.done()).onTermination().invoke(() -> {
            vertx.cancelTimer(watch);
            filling.end();
        });
    }

    private static Borrower borrower(Receiving receiving) {
        return Borrower.of(Optional.of(receiving.upload().file().uploadedBy()), receiving.request());
    }

    /** Memory is lent to nobody who does not fill it. */
    private long watch(Intake intake) {
        var before = new Object() {
            Optional<Integer> filling = Optional.empty();
        };
        return vertx.setPeriodic(config.bodyTimeout().toMillis(), _ -> {
            var filling = intake.filling();
            if (filling.isPresent() && filling.equals(before.filling)) intake.stop(tooSlow());
            before.filling = filling;
        });
    }

    /** All of it or nothing: the octets wait until their checksum is known. */
    private Uni<Rest> gather(Receiving receiving, byte[] lead, Checksum checksum) {
        int length = (int) lengthOf(receiving.request());
        return memory.take(borrower(receiving), Math.max(1, length))
                .emitOn(work -> receiving.loop().runOnContext(_ -> work.run()))
                .chain(lent -> Uni.createFrom()
                        .deferred(() -> body(receiving, length, lent))
                        .call(octets -> workers.run(() -> {
                            checksum.verify(octets.getBytes());
                            return true;
                        }))
                        .emitOn(work -> receiving.loop().runOnContext(_ -> work.run()))
                        .chain(octets -> {
                            // their room is taken already
                            var intake = intake(
                                    receiving, lead, _ -> Uni.createFrom().item(() -> {}), () -> {});
                            intake.add(octets);
                            intake.end();
                            return Uni.createFrom().completionStage(intake.done());
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
                    receiving.turn().onStop(() -> body.fail(Turns.takenOver()));
                    pace.begin(() -> body.fail(keepsOthersWaiting()));
                    request.exceptionHandler(_ -> body.fail(brokeOff()));
                    request.handler(octets -> {
                        came.appendBuffer(octets);
                        pace.moved(octets.length());
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
        boolean moved = rest.index() != upload.chunks() || rest.octets().length > 0;
        long offset = rest.index() == plan.count()
                ? plan.fileSize()
                : plan.offset(rest.index())
                        + (moved ? rest.octets().length : upload.offset() - plan.offset(rest.index()));
        return tails.keep(upload, receiving.epoch(), rest.index(), rest.octets())
                .eventually(rest.free())
                .call(() -> moved ? dropOld(upload) : Uni.createFrom().voidItem())
                .invoke(() -> rest.why().ifPresent(why -> {
                    throw why;
                }))
                .replaceWith(offset);
    }

    private Uni<Void> dropOld(TusUpload upload) {
        return upload.tail()
                .map(tail -> tails.delete(new TailKey(upload.fileId(), tail.number())))
                .orElseGet(() -> Uni.createFrom().voidItem())
                // the sweeper finds it
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
