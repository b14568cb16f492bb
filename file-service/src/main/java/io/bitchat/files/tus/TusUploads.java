package io.bitchat.files.tus;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.flow.BodyCoding;
import io.bitchat.files.tus.body.PatchHandler;
import io.bitchat.files.upload.Abandonment;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.problem.FailureClassifier;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.RequestTrace;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;

/** {@code HEAD}, {@code PATCH} and {@code DELETE} of an upload, for its owner. */
@ApplicationScoped
class TusUploads {
    private final FilesConfig config;
    private final Access access;
    private final TusTable table;
    private final UploadLocks locks;
    private final PatchHandler patches;
    private final Abandonment abandonment;
    private final InstantSource clock;

    TusUploads(
            FilesConfig config,
            Access access,
            TusTable table,
            UploadLocks locks,
            PatchHandler patches,
            Abandonment abandonment,
            InstantSource clock) {
        this.config = config;
        this.access = access;
        this.table = table;
        this.locks = locks;
        this.patches = patches;
        this.abandonment = abandonment;
        this.clock = clock;
    }

    private Uni<TusUpload> own(RoutingContext http) {
        return access.uncounted(http.request())
                .chain(caller -> table.find(http.pathParam("fileId")).invoke(upload -> {
                    if (!caller.mayActAs(upload.file().uploadedBy())) {
                        throw Problem.forbidden("the token does not belong to '"
                                + upload.file().uploadedBy() + "', who uploads the file");
                    }
                    access.actsFor(caller, upload.file().uploadedBy());
                }))
                .invoke(upload -> upload.requireAlive(clock.instant(), config.uploadExpiry()));
    }

    // --- HEAD

    Uni<Void> tell(RoutingContext http) {
        http.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return own(http)
                .chain(this::settled)
                .invoke(upload -> describe(http, upload))
                .replaceWithVoid()
                .onFailure(TusUploads::isForNow)
                .transform(TusUploads::askAgain);
    }

    private static boolean isForNow(Throwable failure) {
        return failure instanceof Problem problem ? problem.status() == 503 : FailureClassifier.isOutage(failure);
    }

    /** Clients take any other failure for a lost upload, and begin a new one. */
    private static Problem askAgain(Throwable failure) {
        Log.warnf("upload offset cannot be determined cause=%s", failure);
        return Problem.of(423, "dependency_unavailable", "a dependency does not answer; ask again");
    }

    /** A client that asks for the offset wants to continue. A request that still runs is one that it has given up. */
    private Uni<TusUpload> settled(TusUpload upload) {
        if (upload.isFinal() || !locks.isBusy(upload.fileId()))
            return Uni.createFrom().item(upload);
        return locks.interrupt(upload.fileId()).chain(() -> table.find(upload.fileId()));
    }

    private void describe(RoutingContext http, TusUpload upload) {
        var response = http.response();
        response.putHeader(TusHeaders.LENGTH, Long.toString(upload.file().plan().fileSize()));
        // an unfinished concatenation has no offset
        if (!upload.isFinal() || upload.isComplete()) {
            response.putHeader(TusHeaders.OFFSET, Long.toString(upload.offset()));
        }
        upload.concat().ifPresent(concat -> response.putHeader(TusHeaders.CONCAT, concat));
        if (!upload.metadata().isEmpty()) response.putHeader(TusHeaders.METADATA, upload.metadata());
        if (!upload.isComplete()) {
            response.putHeader(TusHeaders.EXPIRES, TusHeaders.date(upload.expiresAt(config.uploadExpiry())));
        }
    }

    // --- PATCH

    /** Checks the owner first: a stranger does not learn what is wrong with the request. */
    Uni<Void> goOn(RoutingContext http) {
        return own(http)
                .invoke(TusUploads::requireNotFinal)
                .chain(upload -> receive(http, upload))
                .replaceWithVoid();
    }

    private Uni<Long> receive(RoutingContext http, TusUpload upload) {
        var request = http.request();
        BodyCoding.requireNone(request);
        TusHeaders.requireBytes(request);
        long offset = TusHeaders.number(request, TusHeaders.OFFSET)
                .orElseThrow(() -> Problem.malformed("send the offset of the body in " + TusHeaders.OFFSET));
        var checksum = Checksum.parse(request.getHeader(TusHeaders.CHECKSUM));
        return patches.receive(http, upload.fileId(), offset, checksum)
                .invoke(reached -> acknowledge(http, upload, reached));
    }

    private static void requireNotFinal(TusUpload upload) {
        if (upload.isFinal()) throw Problem.forbidden("a final upload consists of its parts and accepts no data");
    }

    private void acknowledge(RoutingContext http, TusUpload upload, long offset) {
        http.response().setStatusCode(204).putHeader(TusHeaders.OFFSET, Long.toString(offset));
        if (offset == upload.file().plan().fileSize()) return;
        http.response()
                .putHeader(TusHeaders.EXPIRES, TusHeaders.date(clock.instant().plus(config.uploadExpiry())));
    }

    // --- DELETE

    Uni<Void> terminate(RoutingContext http) {
        return own(http)
                .invoke(TusUploads::requireEndable)
                .chain(upload -> locks.take(upload.fileId())
                        .chain(held -> end(upload, http).eventually(held::end)))
                .invoke(() -> http.response().setStatusCode(204));
    }

    private static void requireEndable(TusUpload upload) {
        if (upload.file().merkleRoot().isEmpty() || upload.file().isPartial()) return;
        throw Problem.conflict("file_complete", "the file is complete, and others may have downloaded it");
    }

    private Uni<Void> end(TusUpload upload, RoutingContext http) {
        return abandonment
                .cancel(upload.file(), RequestTrace.of(http))
                .chain(() -> upload.file().isPartial()
                        ? table.endPart(upload.fileId()).chain(() -> abandonment.deleteChunks(upload.file()))
                        : Uni.createFrom().voidItem());
    }
}
