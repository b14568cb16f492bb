package io.bitchat.files.download;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.files.file.ChunkState;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.MediaType;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.flow.Borrower;
import io.bitchat.files.flow.Loan;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.problem.ProblemAnswers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.Unpooled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET} and {@code HEAD} of {@code /api/bitchat/files/{file_id}/download}, and of a single chunk at
 * {@code …/chunks/{chunk_index}}. Vert.x routes beside the JAX-RS resources, because they stream.
 */
@ApplicationScoped
class DownloadRoute {
    private static final String DOWNLOAD = "/api/bitchat/files/:fileId/download";
    private static final String CHUNK = "/api/bitchat/files/:fileId/chunks/:index";
    private static final String BYTES = "application/octet-stream";
    /** Route order: after the routes of single methods, before the framework's. */
    private static final int LATER = 5_000;

    private static final int RANGE_NOT_SATISFIABLE = 416;
    /** Media types that a browser may display without risk. */
    private static final Set<String> SHOWN = Set.of(
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/webp",
            "audio/mpeg",
            "audio/ogg",
            "video/mp4",
            "video/webm",
            "text/plain",
            "application/pdf");

    private final Access access;
    private final FileTable files;
    private final ChunkReader reader;
    private final DownloadThrottle throttle;
    private final ProblemAnswers problems;
    private final Counter downloads;

    DownloadRoute(
            Access access,
            FileTable files,
            ChunkReader reader,
            DownloadThrottle throttle,
            ProblemAnswers problems,
            MeterRegistry metrics) {
        this.access = access;
        this.files = files;
        this.reader = reader;
        this.throttle = throttle;
        this.problems = problems;
        this.downloads = metrics.counter("bitchat.files.downloads");
    }

    void register(@Observes Router router) {
        router.route(DOWNLOAD)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(http -> run(http, download(http)));
        router.route(CHUNK).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(http -> run(http, chunk(http)));
        // after the routes of single methods; ChunkRoute registers POST for the second path
        router.route(DOWNLOAD).order(LATER).handler(http -> notAllowed(http, "GET, HEAD"));
        router.route(CHUNK).order(LATER).handler(http -> notAllowed(http, "GET, HEAD, POST"));
    }

    private void notAllowed(RoutingContext http, String allowed) {
        http.response().putHeader(HttpHeaders.ALLOW, allowed + ", OPTIONS");
        if (http.request().method() == HttpMethod.OPTIONS)
            http.response().setStatusCode(204).end();
        else problems.answer(http, Problem.of(405, "method_not_allowed", "allowed here: " + allowed));
    }

    private void run(RoutingContext http, Uni<Void> work) {
        work.subscribe().with(_ -> {}, failure -> {
            if (failure instanceof PacedResponse.Gone)
                http.request().connection().close();
            else problems.answer(http, failure);
        });
    }

    /**
     * A request for a file.
     *
     * @param peer the requesting peer, if it is known
     */
    private record Asked(RoutingContext http, StoredFile file, Optional<String> peer) {
        HttpServerResponse response() {
            return http.response();
        }

        Borrower borrower() {
            return Borrower.of(peer, http.request());
        }

        boolean isHead() {
            return http.request().method() == HttpMethod.HEAD;
        }
    }

    private Uni<Asked> asked(RoutingContext http) {
        return access.uncounted(http.request()).chain(caller -> files.find(http.pathParam("fileId"))
                .map(file -> new Asked(http, file, caller.subject())));
    }

    // --- whole file

    private Uni<Void> download(RoutingContext http) {
        return Uni.createFrom()
                .deferred(() ->
                        asked(http).call(asked -> requireComplete(asked.file())).chain(this::answer));
    }

    private Uni<Void> requireComplete(StoredFile file) {
        if (file.isComplete()) return Uni.createFrom().voidItem();
        return files.chunks(file.fileId(), 0, file.plan().count()).map(known -> {
            known.stream().filter(ChunkState::damaged).findFirst().ifPresent(chunk -> {
                throw ChunkReader.damaged(chunk.index());
            });
            throw Problem.conflict(
                    "file_incomplete",
                    file.uploadedChunks() + " of " + file.plan().count() + " chunks are stored; try again later");
        });
    }

    private Uni<Void> answer(Asked asked) {
        var http = asked.http();
        var file = asked.file();
        long size = file.plan().fileSize();
        var response = asked.response();
        var tag = etag(file);
        response.putHeader(HttpHeaders.CACHE_CONTROL, "private, no-transform").putHeader(HttpHeaders.ETAG, tag);
        var wanted = http.request().getHeader(HttpHeaders.IF_MATCH);
        if (wanted != null && !names(wanted, tag)) {
            throw Problem.of(412, "precondition_failed", "the file does not match If-Match; its ETag is " + tag);
        }
        if (matches(http.request().getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
            // no headers of a body, not even its type: some clients would wait for a body
            response.setStatusCode(304).end();
            return Uni.createFrom().voidItem();
        }
        describe(http, file);
        return switch (ByteRange.asked(rangeOf(http, tag), size)) {
            case ByteRange.Asked.Beyond() -> {
                response.putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
                yield Uni.createFrom()
                        .failure(Problem.of(
                                RANGE_NOT_SATISFIABLE, "range_not_satisfiable", "the file has " + size + " bytes"));
            }
            case ByteRange.Asked.Whole() -> stream(asked, new ByteRange(0, size - 1));
            case ByteRange.Asked.Part(var range) -> {
                response.setStatusCode(206)
                        .putHeader(
                                HttpHeaders.CONTENT_RANGE, "bytes " + range.first() + "-" + range.last() + "/" + size);
                yield stream(asked, range);
            }
        };
    }

    private static void describe(RoutingContext http, StoredFile file) {
        // an old row may have a type that was not checked when the file came in
        var type = MediaType.orUnknown(file.mimeType());
        boolean shown = "1".equals(http.request().getParam("inline")) && SHOWN.contains(type);
        http.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, shown ? type : BYTES)
                .putHeader(
                        "Content-Disposition", ContentDisposition.of(shown ? "inline" : "attachment", file.filename()))
                .putHeader("X-BitChat-Mime-Type", type)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "sandbox; default-src 'none'")
                .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    }

    /** A file never changes, so its Merkle root is a strong validator. */
    private static String etag(StoredFile file) {
        return '"' + file.merkleRoot().map(ChunkHash::toString).orElseThrow() + '"';
    }

    /** Weak comparison, as If-None-Match requires (RFC 9110, section 13.1.2). */
    private static boolean matches(@Nullable String header, String tag) {
        return header != null && (names(header, tag) || names(header, "W/" + tag));
    }

    private static boolean names(String header, String tag) {
        for (var one : header.split(",", -1)) {
            var name = one.strip();
            if (name.equals("*") || name.equals(tag)) return true;
        }
        return false;
    }

    /** The range, unless If-Range names another file: then the client gets the whole file. */
    private static @Nullable String rangeOf(RoutingContext http, String tag) {
        var condition = http.request().getHeader("If-Range");
        return condition == null || condition.strip().equals(tag)
                ? http.request().getHeader("Range")
                : null;
    }

    private Uni<Void> stream(Asked asked, ByteRange range) {
        var response = asked.response();
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(range.length()));
        if (asked.isHead()) {
            response.end();
            return Uni.createFrom().voidItem();
        }
        return throttle.memory(asked.borrower(), asked.file())
                .chain(lent -> send(asked, range, lent).eventually(lent))
                .invoke(() -> downloads.increment());
    }

    private Uni<Void> send(Asked asked, ByteRange range, Loan lent) {
        var stream = stream(asked.file(), range);
        return stream.first()
                .chain(first -> stream.send(first, throttle.to(asked.http(), lent)))
                .onFailure()
                .invoke(() -> undescribe(asked.response()));
    }

    private FileStream stream(StoredFile file, ByteRange range) {
        return new FileStream(files, reader, file, range, throttle.ahead(file));
    }

    /** Removes the headers of the file, which do not apply to a problem. */
    private static void undescribe(HttpServerResponse response) {
        if (response.headWritten()) return;
        response.headers()
                .remove(HttpHeaders.CONTENT_LENGTH)
                .remove(HttpHeaders.CONTENT_RANGE)
                .remove(HttpHeaders.ETAG)
                .remove("Content-Disposition")
                .remove("X-BitChat-Mime-Type");
    }

    // --- one chunk

    private Uni<Void> chunk(RoutingContext http) {
        return Uni.createFrom().deferred(() -> asked(http).chain(asked -> {
            int index = asked.file().indexIn(http.pathParam("index"));
            return files.chunk(asked.file().fileId(), index).chain(known -> sendChunk(asked, required(known, index)));
        }));
    }

    private static ChunkState required(Optional<ChunkState> known, int index) {
        var chunk = known.orElseThrow(() -> missing(index));
        if (chunk.damaged()) throw ChunkReader.damaged(index);
        if (!chunk.isStored()) throw missing(index);
        return chunk;
    }

    private static Problem missing(int index) {
        return Problem.conflict("chunk_missing", "chunk " + index + " is not stored yet");
    }

    private Uni<Void> sendChunk(Asked asked, ChunkState chunk) {
        var response = asked.response();
        if (asked.isHead()) {
            describe(response, chunk).end();
            return Uni.createFrom().voidItem();
        }
        // read as a whole, so that damage anywhere in the chunk can still be answered with a problem
        return throttle.memoryOfOne(asked.borrower(), asked.file())
                .chain(lent -> reader.read(asked.file(), reader.keyOf(asked.file()), chunk)
                        .invoke(() -> describe(response, chunk))
                        .chain(bytes -> Uni.createFrom().completionStage(() -> throttle.to(asked.http(), lent)
                                .end(Buffer.buffer(Unpooled.wrappedBuffer(bytes)))
                                .toCompletionStage()))
                        .eventually(lent));
    }

    private static HttpServerResponse describe(HttpServerResponse response, ChunkState chunk) {
        return response.putHeader(HttpHeaders.CONTENT_TYPE, BYTES)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(chunk.size()))
                .putHeader("X-Chunk-SHA256", chunk.hash().toString())
                .putHeader(HttpHeaders.ETAG, '"' + chunk.hash().toString() + '"');
    }
}
