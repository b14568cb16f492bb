package io.bitchat.files.download;

import io.bitchat.files.flow.Pacer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Writes to a client as fast as it reads and as the rate limit allows, and disconnects a client that reads nothing. */
final class PacedResponse {
    private static final int PIECE = 256 << 10;
    /** Length of the longest buffer that Netty caches for its thread; memory for a longer one is zeroed each time. */
    private static final int AT_ONCE = 32 << 10;

    private final Vertx vertx;
    private final RoutingContext http;
    private final HttpServerResponse response;
    private final Pacer pacer;
    private final Duration idle;
    private final int piece;

    PacedResponse(Vertx vertx, RoutingContext http, Pacer pacer, Duration idle) {
        this.vertx = vertx;
        this.http = http;
        this.response = http.response();
        this.pacer = pacer;
        this.idle = idle;
        this.piece = Math.min(PIECE, pacer.piece());
        NotSentLowWater.setOn(http.request().connection());
        var loop = vertx.getOrCreateContext();
        pacer.begin(() -> loop.runOnContext(_ -> cut()));
    }

    /** Completes once all bytes are written to the socket; fails with {@link Gone} if the client is gone. */
    Future<Void> write(Buffer bytes) {
        return orGone(from(bytes, 0));
    }

    /** The client hung up or was disconnected. It cannot be answered, and this service is not at fault. */
    static final class Gone extends Exception {
        Gone(Throwable cause) {
            // without a stack trace, as one is thrown for each aborted download
            super("the client is gone", cause, false, false);
        }
    }

    /** Writes the last bytes. */
    Future<Void> end(Buffer bytes) {
        return orGone(from(bytes, 0).compose(_ -> response.end()));
    }

    private static Future<Void> orGone(Future<Void> written) {
        return written.recover(failure -> Future.failedFuture(new Gone(failure)));
    }

    private Future<Void> from(Buffer bytes, int at) {
        if (at >= bytes.length()) return Future.succeededFuture();
        int length = Math.min(piece, bytes.length() - at);
        return send(bytes.slice(at, at + length))
                .compose(_ -> pause(pacer.pass(length)))
                .compose(_ -> from(bytes, at + length));
    }

    private Future<Void> send(Buffer one) {
        long watch = vertx.setTimer(idle.toMillis(), _ -> cut());
        int at = 0;
        // writes complete in order, so the last one stands for all
        while (one.length() - at > AT_ONCE) {
            response.write(one.slice(at, at + AT_ONCE));
            at += AT_ONCE;
        }
        return response.write(one.slice(at, one.length())).onComplete(_ -> vertx.cancelTimer(watch));
    }

    private Future<Void> pause(long millis) {
        return millis == 0 ? Future.succeededFuture() : vertx.timer(millis).mapEmpty();
    }

    /** Closes the channel past all handlers: these would close in order, and wait for the client to read. */
    private void cut() {
        if (http.request().connection() instanceof ConnectionBase connection) {
            connection.channel().pipeline().firstContext().close();
        } else {
            response.reset();
        }
    }
}
