package io.bitchat.files.chunk;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.files.flow.Pacer;
import io.bitchat.files.store.ByteArrayPool;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the single chunk of a request into an array of the expected length. The chunk is the raw body or one part of a
 * form. A longer body is rejected. Runs on the request's event loop.
 */
public final class ChunkBody {
    /** Name of the form part that contains the chunk. */
    public static final String PART = "chunk_data";

    private static final String HASH_FIELD = "chunk_hash";
    private static final String RAW = "application/octet-stream";
    private static final int MAX_HASH_FIELD = 256;
    /** Maximum size in bytes of a form field without a file name; the form decoder keeps it in memory. */
    private static final int MAX_FIELD = 2_048;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final int length;
    private final Pacer pacer;
    private final ByteArrayPool pool;
    private final UniEmitter<? super Received> result;
    private byte @Nullable [] bytes;
    private long came;
    private boolean partSeen;
    private boolean over;
    private long timer;
    private long held;

    private ChunkBody(
            Vertx vertx,
            HttpServerRequest request,
            int length,
            Pacer pacer,
            ByteArrayPool pool,
            UniEmitter<? super Received> result) {
        this.vertx = vertx;
        this.request = request;
        this.length = length;
        this.pacer = pacer;
        this.pool = pool;
        this.result = result;
    }

    /**
     * A chunk as it arrived.
     *
     * @param declared hash from the form's hash field
     */
    public record Received(byte[] bytes, Optional<String> declared) {}

    /** Whether the body is a form or {@code application/octet-stream}. */
    public static boolean isReadable(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return isForm(request) || header != null && FormType.typeOf(header).equals(RAW);
    }

    private static boolean isForm(HttpServerRequest request) {
        return FormType.isForm(request.getHeader(HttpHeaders.CONTENT_TYPE));
    }

    /**
     * Reads a paused request, no faster than the pacer allows. Fails with 422 for a wrong length, with 408 for a body
     * that takes too long or is too slow while others wait, and with 400 for a body that breaks off or is not a valid
     * form.
     */
    public static Uni<Received> read(
            Vertx vertx, HttpServerRequest request, int length, Pacer pacer, ByteArrayPool pool, Duration atMost) {
        if (!isForm(request)) {
            long said = Long.parseLong(Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_LENGTH))
                    .filter(text -> text.matches("[0-9]{1,18}"))
                    .orElse("-1"));
            if (said >= 0 && said != length) throw wrongLength(said, length);
        }
        return Uni.createFrom().emitter(result -> {
            var body = new ChunkBody(vertx, request, length, pacer, pool, result);
            body.watch(atMost, atMost.toMillis());
            result.onTermination(() -> {
                vertx.cancelTimer(body.timer);
                pacer.end();
            });
            var loop = vertx.getOrCreateContext();
            pacer.begin(() -> loop.runOnContext(_ -> body.fail(keepsOthersWaiting())));
            body.begin();
        });
    }

    /** Fails the request after the timeout. Time for which the pacer paused reading does not count. */
    private void watch(Duration atMost, long millis) {
        timer = vertx.setTimer(millis, _ -> {
            long more = held;
            held = 0;
            if (more > 0) watch(atMost, more);
            else fail(tooSlow(atMost));
        });
    }

    private void begin() {
        request.exceptionHandler(cause -> fail(unreadable(cause)));
        if (isForm(request)) {
            if (!expectForm()) return;
            request.uploadHandler(part -> {
                if (!part.name().equals(PART) || partSeen) {
                    part.handler(_ -> {});
                    return;
                }
                partSeen = true;
                part.handler(this::add);
            });
        } else {
            partSeen = true;
            request.handler(this::add);
        }
        request.endHandler(_ -> {
            vertx.cancelTimer(timer);
            end();
        });
        request.resume();
    }

    private boolean expectForm() {
        var type = FormType.parse(request.getHeader(HttpHeaders.CONTENT_TYPE));
        if (type.isEmpty()) {
            fail(Problem.malformed("the boundary of the form cannot be read"));
            return false;
        }
        request.headers().set(HttpHeaders.CONTENT_TYPE, type.get().header());
        request.setExpectMultipart(true);
        return true;
    }

    /** A broken connection arrives as a {@link VertxException}; other failures of a form come from the form decoder. */
    private Problem unreadable(Throwable cause) {
        if (cause instanceof VertxException || !isForm(request))
            return Problem.malformed("the request body ended early");
        return Problem.malformed("the form cannot be read: " + PART + " must have a file name, and a field without one"
                + " at most " + MAX_FIELD + " bytes");
    }

    private void add(Buffer piece) {
        if (over) return;
        if (came + piece.length() > length) {
            came += piece.length();
            fail(wrongLength(came, length));
            return;
        }
        if (bytes == null) bytes = pool.take(length);
        piece.getBytes(bytes, (int) came);
        came += piece.length();
        hold(pacer.pass(piece.length()));
    }

    private void hold(long millis) {
        if (millis == 0) return;
        held += millis;
        request.pause();
        vertx.setTimer(millis, _ -> request.resume());
    }

    private void end() {
        if (over) return;
        var declared = isForm(request) ? request.getFormAttribute(HASH_FIELD) : null;
        if (!partSeen) {
            fail(Problem.invalid(PART, "is missing: a form needs a file of this name"));
        } else if (came != length || bytes == null) {
            fail(wrongLength(came, length));
        } else if (declared != null && declared.length() > MAX_HASH_FIELD) {
            fail(Problem.invalid(HASH_FIELD, "must be 64 hexadecimal digits"));
        } else {
            over = true;
            result.complete(new Received(bytes, Optional.ofNullable(declared)));
        }
    }

    private void fail(Problem problem) {
        if (over) return;
        over = true;
        bytes = null;
        result.fail(problem);
    }

    /** Parses a hash that a client has sent; fails with 422 if it is malformed. */
    public static Optional<ChunkHash> hash(String field, Optional<String> text) {
        return text.map(given -> ChunkHash.parse(given.strip())
                .orElseThrow(() -> Problem.invalid(field, "must be 64 hexadecimal digits")));
    }

    private static Problem wrongLength(long came, int length) {
        return Problem.invalid(PART, "must have " + length + " bytes, and has " + (came > length ? "more" : came));
    }

    private static Problem keepsOthersWaiting() {
        return Problem.of(
                408, "too_slow", "the chunk arrives too slowly while others wait; send it again, or fewer at a time");
    }

    private static Problem tooSlow(Duration atMost) {
        return Problem.of(
                408, "body_timeout", "the chunk did not arrive within " + atMost.toSeconds() + " s; send it again");
    }
}
