package io.bitchat.files.tus.body;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.tus.Checksum;
import io.bitchat.files.tus.TusHeaders;
import io.bitchat.files.tus.TusTable;
import io.bitchat.files.tus.TusTable.TailKey;
import io.bitchat.files.tus.TusUpload;
import io.bitchat.files.tus.UploadLocks;
import io.bitchat.files.tus.body.ChunkSplitter.Rest;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Receives the bytes of a request into an upload. Full chunks are stored as they come. The rest is kept as the tail,
 * however the request ends.
 */
@ApplicationScoped
public class PatchHandler {
    private final FilesConfig config;
    private final TusTable table;
    private final UploadLocks locks;
    private final PartialChunks partials;
    private final StreamedBody streamed;
    private final CheckedBody checked;
    private final InstantSource clock;

    PatchHandler(
            FilesConfig config,
            TusTable table,
            UploadLocks locks,
            PartialChunks partials,
            StreamedBody streamed,
            CheckedBody checked,
            InstantSource clock) {
        this.config = config;
        this.table = table;
        this.locks = locks;
        this.partials = partials;
        this.streamed = streamed;
        this.checked = checked;
        this.clock = clock;
    }

    /**
     * Receives the body of a paused request.
     *
     * @param offset offset at which the body begins, according to the client
     * @return the new offset
     */
    public Uni<Long> receive(RoutingContext http, String fileId, long offset, Optional<Checksum> checksum) {
        var loop = http.vertx().getOrCreateContext();
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
                                        ? checked.receive(receiving, lead, checksum.get())
                                        : streamed.receive(receiving, lead))
                                .chain(rest -> finish(receiving, rest)))
                        .eventually(held::end));
    }

    private static void requireFits(HttpServerRequest request, TusUpload upload, long offset) {
        if (upload.offset() != offset) {
            throw Problem.conflict(
                    "wrong_offset",
                    "the upload continues at " + upload.offset() + ", but the request begins at " + offset);
        }
        long size = upload.file().plan().fileSize();
        if (TusHeaders.contentLength(request).orElse(0L) > size - offset) {
            throw Problem.tooLarge("only " + (size - offset) + " bytes of the upload are missing", size - offset);
        }
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
}
