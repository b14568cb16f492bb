package io.bitchat.files.inspect;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntFunction;

/**
 * One scan: clamd's command INSTREAM on a connection of its own.
 *
 * <pre>
 * sent      zINSTREAM and a zero byte, then for each chunk its length as 32 bits, big-endian, and its bytes; then length 0
 * answered  stream: OK, stream: NAME FOUND, or a text that ends with ERROR; then a zero byte. It may come early
 * </pre>
 */
final class Scan {
    private static final String COMMAND = "zINSTREAM\0";
    private static final String PREFIX = "stream: ";
    private static final String FOUND = " FOUND";
    private static final int MAX_ANSWER = 4_096;
    private static final int MAX_NAME = 200;
    /** The limit is checked so many times in the time that it lasts. */
    private static final int CHECKS = 4;

    private final Vertx vertx;
    private final NetSocket socket;
    private final Duration timeout;
    private final Promise<Verdict> verdict = Promise.promise();
    private final Buffer answer = Buffer.buffer();
    private volatile long lastProgress = System.nanoTime();

    /** @param timeout time without progress after which there is no verdict */
    Scan(Vertx vertx, NetSocket socket, Duration timeout) {
        this.vertx = vertx;
        this.socket = socket;
        this.timeout = timeout;
    }

    /** On the connection's context. */
    Future<Verdict> run(int chunks, IntFunction<Uni<Buffer>> content) {
        var context = vertx.getOrCreateContext();
        socket.handler(this::read)
                .exceptionHandler(failure -> fail("connection failed: " + failure.getMessage()))
                .closeHandler(_ -> fail("closed without an answer"));
        long timer = vertx.setPeriodic(Math.max(1, timeout.toMillis() / CHECKS), _ -> check());
        socket.write(COMMAND).onSuccess(_ -> new Sending(context, chunks, content).send(0));
        return verdict.future().onComplete(_ -> {
            vertx.cancelTimer(timer);
            socket.close();
        });
    }

    private void check() {
        if (System.nanoTime() - lastProgress > timeout.toNanos()) fail("no progress for " + timeout.toSeconds() + " s");
    }

    private void read(Buffer bytes) {
        progress();
        answer.appendBuffer(bytes);
        var text = answer.toString(StandardCharsets.UTF_8);
        if (text.indexOf(0) >= 0) verdict.tryComplete(parse(text.substring(0, text.indexOf(0))));
        else if (answer.length() > MAX_ANSWER) fail("an answer that is none");
    }

    private static Verdict parse(String text) {
        if (text.equals(PREFIX + "OK")) return new Verdict.Clean();
        if (text.startsWith(PREFIX) && text.endsWith(FOUND) && text.length() > PREFIX.length() + FOUND.length())
            return new Verdict.Found(printable(text.substring(PREFIX.length(), text.length() - FOUND.length())));
        return new Verdict.Failed("answered: " + printable(text));
    }

    private static String printable(String text) {
        var clean = text.replaceAll("[^ -~]", "?");
        return clean.substring(0, Math.min(MAX_NAME, clean.length()));
    }

    private void fail(String cause) {
        verdict.tryComplete(new Verdict.Failed(cause));
    }

    private void progress() {
        lastProgress = System.nanoTime();
    }

    /** Sends a chunk once the one before has left; stops when there is a verdict. */
    private final class Sending {
        private final Context context;
        private final int chunks;
        private final IntFunction<Uni<Buffer>> content;

        Sending(Context context, int chunks, IntFunction<Uni<Buffer>> content) {
            this.context = context;
            this.chunks = chunks;
            this.content = content;
        }

        /** A failed write is reported by the end of the connection, before which an answer may have come. */
        void send(int index) {
            progress();
            if (verdict.future().isComplete()) return;
            if (index == chunks) {
                socket.write(Buffer.buffer().appendInt(0));
                return;
            }
            Uni.createFrom()
                    .deferred(() -> content.apply(index))
                    .subscribe()
                    .with(bytes -> write(index, bytes), verdict::tryFail);
        }

        private void write(int index, Buffer bytes) {
            // length 0 would end the stream
            var written = bytes.length() == 0
                    ? Future.succeededFuture()
                    : socket.write(Buffer.buffer(Integer.BYTES + bytes.length())
                            .appendInt(bytes.length())
                            .appendBuffer(bytes));
            // not called directly: many small chunks would need a deep stack
            written.onSuccess(_ -> context.runOnContext(_ -> send(index + 1)));
        }
    }
}
