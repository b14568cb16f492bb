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
 * Reads the one chunk of a request, which is its body or a part of a form, into an array of the length that it must have.
 * What comes beyond it is not kept. On the request's event loop.
 */
final class ChunkBody {
    /** The part of a form that has the bytes. */
    static final String PART = "chunk_data";

    private static final String HASH_FIELD = "chunk_hash";
    private static final String RAW = "application/octet-stream";
    private static final int MAX_HASH_FIELD = 256;
    /** Bytes of a field without a file name, which its reader keeps in memory. */
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
     * @param declared the hash that came with it in the form
     */
    record Received(byte[] bytes, Optional<String> declared) {}

    /** Whether a request has a body of a kind that is read here. */
    static boolean isReadable(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return isForm(request) || header != null && FormType.typeOf(header).equals(RAW);
    }

    private static boolean isForm(HttpServerRequest request) {
        return FormType.isForm(request.getHeader(HttpHeaders.CONTENT_TYPE));
    }

    /**
     * Reads a paused request, no faster than its pace. Fails with 422 for another length, 408 where it takes too long, and 400 where it breaks off or
     * is no form.
     */
    static Uni<Received> read(
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

    /** The time in which nothing was read, for the sake of the pace, does not count. */
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

    /** A connection that ends is told as a failure of its own kind; all others are the form's reader's. */
    private Problem unreadable(Throwable cause) {
        if (cause instanceof VertxException || !isForm(request)) return Problem.malformed("the body broke off");
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

    /** Reads a hash that a client has sent; 422 where it is none. */
    static Optional<ChunkHash> hash(String field, Optional<String> text) {
        return text.map(given -> ChunkHash.parse(given.strip())
                .orElseThrow(() -> Problem.invalid(field, "must be 64 hexadecimal digits")));
    }

    private static Problem wrongLength(long came, int length) {
        return Problem.invalid(PART, "must have " + length + " bytes, and has " + (came > length ? "more" : came));
    }

    private static Problem keepsOthersWaiting() {
        return Problem.of(
                408, "too_slow", "the chunk comes too slowly while others wait; send it again, or fewer at a time");
    }

    private static Problem tooSlow(Duration atMost) {
        return Problem.of(
                408, "body_timeout", "the chunk has not come within " + atMost.toSeconds() + " s; send it again");
    }
}
