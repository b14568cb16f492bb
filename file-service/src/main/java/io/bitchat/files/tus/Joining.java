package io.bitchat.files.tus;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.file.FileStatus;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.TraceContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Begins files that are concatenated from parts. The same parts in a second request give the same file. */
@ApplicationScoped
class Joining {
    /** Maximum wait for completion; a gateway does not wait much longer. */
    private static final Duration ANSWER = Duration.ofSeconds(6);

    private final FilesConfig config;
    private final TusTable table;
    private final Creation creation;
    private final Concatenation concatenation;
    private final InstantSource clock;

    Joining(FilesConfig config, TusTable table, Creation creation, Concatenation concatenation, InstantSource clock) {
        this.config = config;
        this.table = table;
        this.creation = creation;
        this.concatenation = concatenation;
        this.clock = clock;
    }

    /** A request to concatenate parts. */
    record Request(Access.Caller caller, String owner, UploadMetadata metadata, UploadConcat.Final concat) {}

    private static final class PartsTaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PartsTaken() {
            super("parts are taken", null, false, false);
        }
    }

    /**
     * Begins the file, or finds that it was begun, and waits up to {@code ANSWER} for it to be complete. The rest is
     * done in the background, and after a crash.
     */
    Uni<TusUpload> join(Request request, TraceContext trace) {
        return parts(request)
                .chain(parts -> {
                    var known = takers(parts);
                    return known.isEmpty() ? begin(request, parts, trace) : found(request, known, parts, trace);
                })
                .call(fileId -> settle(fileId, trace))
                .chain(table::find);
    }

    private Uni<Void> settle(String fileId, TraceContext trace) {
        // waits for a copy of the result, so that the timeout does not cancel the work
        var work = concatenation.run(fileId, trace).subscribeAsCompletionStage().thenApply(done -> done);
        return Uni.createFrom()
                .completionStage(work)
                .ifNoItem()
                .after(ANSWER)
                .recoverWithUni(Uni.createFrom().voidItem());
    }

    private Uni<List<TusUpload>> parts(Request request) {
        return Multi.createFrom()
                .iterable(request.concat().parts())
                .onItem()
                .transformToUniAndConcatenate(table::find)
                .invoke(part -> require(request, part))
                .collect()
                .asList();
    }

    private void require(Request request, TusUpload part) {
        part.requireAlive(clock.instant(), config.uploadExpiry());
        if (!request.caller().mayActAs(part.file().uploadedBy())) {
            throw Problem.forbidden(
                    "the token does not belong to '" + part.file().uploadedBy() + "', who owns a part");
        }
        if (part.isComplete()) return;
        throw Problem.conflict(
                "partial_incomplete",
                "the partial upload " + part.fileId() + " is at " + part.offset() + " of "
                        + part.file().plan().fileSize() + "; finish it first");
    }

    private static Set<String> takers(List<TusUpload> parts) {
        return parts.stream().flatMap(part -> part.joinedBy().stream()).collect(Collectors.toSet());
    }

    private Uni<String> begin(Request request, List<TusUpload> parts, TraceContext trace) {
        long length =
                parts.stream().mapToLong(part -> part.file().plan().fileSize()).sum();
        return creation.begin(
                        length,
                        request.owner(),
                        request.metadata(),
                        request.concat(),
                        trace,
                        (connection, file) -> table.claimParts(
                                        connection,
                                        file.fileId(),
                                        request.concat().parts())
                                .invoke(mine -> {
                                    if (!mine) throw new PartsTaken();
                                })
                                .replaceWithVoid())
                .map(file -> file.fileId())
                .onFailure(PartsTaken.class)
                .recoverWithUni(() -> parts(request).chain(now -> same(request, takers(now))));
    }

    /** Ignores failed files, which have released their parts. */
    private Uni<String> found(Request request, Set<String> takers, List<TusUpload> parts, TraceContext trace) {
        return Multi.createFrom()
                .iterable(takers)
                .onItem()
                .transformToUniAndConcatenate(table::find)
                .filter(taker -> taker.file().status() != FileStatus.FAILED)
                .collect()
                .asList()
                .chain(alive -> alive.isEmpty() ? begin(request, parts, trace) : same(request, takers));
    }

    private Uni<String> same(Request request, Set<String> takers) {
        return Multi.createFrom()
                .iterable(takers)
                .onItem()
                .transformToUniAndConcatenate(table::find)
                .filter(taker -> taker.parts().equals(request.concat().parts()))
                .filter(taker -> taker.file().status() != FileStatus.FAILED)
                .collect()
                .first()
                .onItem()
                .ifNull()
                .failWith(() -> Problem.conflict("parts_taken", "some of these parts belong to another file already"))
                .map(TusUpload::fileId);
    }
}
