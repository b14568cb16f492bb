package io.bitchat.files.tus;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.flow.BodyCoding;
import io.bitchat.files.tus.UploadConcat.Final;
import io.bitchat.files.tus.body.FirstBytes;
import io.bitchat.files.tus.body.PatchHandler;
import io.bitchat.files.upload.Abandonment;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.RequestTrace;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST}: begins a file, a part of one, or a file concatenated from parts. The first two may come with a body.
 */
@ApplicationScoped
class TusCreation {
    /** Uploader if the client names none and no token is required. */
    private static final String NOBODY = "anonymous";

    private final FilesConfig config;
    private final Access access;
    private final Creation creation;
    private final Joining joining;
    private final PatchHandler patches;
    private final Abandonment abandonment;
    private final InstantSource clock;
    private final Vertx vertx;

    TusCreation(
            FilesConfig config,
            Access access,
            Creation creation,
            Joining joining,
            PatchHandler patches,
            Abandonment abandonment,
            InstantSource clock,
            Vertx vertx) {
        this.config = config;
        this.access = access;
        this.creation = creation;
        this.joining = joining;
        this.patches = patches;
        this.abandonment = abandonment;
        this.clock = clock;
        this.vertx = vertx;
    }

    Uni<Void> create(RoutingContext http) {
        var request = http.request();
        return access.uncounted(request).chain(caller -> {
            var metadata = UploadMetadata.parse(request.getHeader(TusHeaders.METADATA));
            var concat = UploadConcat.parse(request.getHeader(TusHeaders.CONCAT));
            var owner = owner(caller, metadata);
            return access.as(owner, request)
                    .chain(() -> concat instanceof Final parts
                            ? join(http, new Joining.Request(caller, owner, metadata, parts))
                            : begin(http, owner, metadata, concat));
        });
    }

    private static String owner(Access.Caller caller, UploadMetadata metadata) {
        return metadata.text("uploaded_by").orElseGet(() -> caller.subject().orElse(NOBODY));
    }

    private Uni<Void> begin(RoutingContext http, String owner, UploadMetadata metadata, UploadConcat concat) {
        var request = http.request();
        long length = length(request);
        BodyCoding.requireNone(request);
        var checksum = Checksum.parse(request.getHeader(TusHeaders.CHECKSUM));
        return FirstBytes.hasBody(vertx, request, config.bodyTimeout())
                .chain(withBody -> begin(http, length, new Begun(owner, metadata, concat), withBody, checksum));
    }

    /** Properties of an upload besides its length. */
    private record Begun(String owner, UploadMetadata metadata, UploadConcat concat) {}

    private Uni<Void> begin(
            RoutingContext http, long length, Begun upload, boolean withBody, Optional<Checksum> checksum) {
        return creation.begin(length, upload.owner(), upload.metadata(), upload.concat(), RequestTrace.of(http))
                .chain(file -> withBody
                        ? patches.receive(http, file.fileId(), 0, checksum)
                                .onFailure()
                                // the client does not know the upload's URL, so it cannot continue
                                .call(() -> abandonment.cancel(file, RequestTrace.of(http)))
                                .invoke(offset -> answer(http, file, offset))
                        : Uni.createFrom().item(0L).invoke(() -> answer(http, file, null)))
                .replaceWithVoid();
    }

    private static long length(HttpServerRequest request) {
        if (request.headers().contains(TusHeaders.DEFER_LENGTH)) {
            throw Problem.malformed(TusHeaders.DEFER_LENGTH + " is not supported: send " + TusHeaders.LENGTH);
        }
        return TusHeaders.number(request, TusHeaders.LENGTH)
                .orElseThrow(() -> Problem.malformed("send the file's size in " + TusHeaders.LENGTH));
    }

    private void answer(RoutingContext http, StoredFile file, @Nullable Long offset) {
        created(http, file);
        boolean complete = offset != null && offset == file.plan().fileSize();
        if (offset != null) http.response().putHeader(TusHeaders.OFFSET, Long.toString(offset));
        if (!complete) {
            http.response()
                    .putHeader(
                            TusHeaders.EXPIRES, TusHeaders.date(clock.instant().plus(config.uploadExpiry())));
        }
    }

    private Uni<Void> join(RoutingContext http, Joining.Request parts) {
        if (http.request().headers().contains(TusHeaders.LENGTH)) {
            throw Problem.malformed("a final upload is as long as its parts: omit " + TusHeaders.LENGTH);
        }
        return joining.join(parts, RequestTrace.of(http))
                .invoke(upload -> {
                    created(http, upload.file());
                    if (upload.isComplete()) {
                        http.response().putHeader(TusHeaders.OFFSET, Long.toString(upload.offset()));
                    }
                })
                .replaceWithVoid();
    }

    /** Answers 201. The Location has no host, so that it is right behind any proxy. */
    private static void created(RoutingContext http, StoredFile file) {
        http.response().setStatusCode(201).putHeader(HttpHeaders.LOCATION, TusRoute.PATH + "/" + file.fileId());
    }
}
