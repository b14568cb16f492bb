package io.bitchat.gateway.exchange;

import io.bitchat.gateway.GatewayConfig;
import io.bitchat.gateway.admission.Admission;
import io.bitchat.gateway.connection.MinimumRate;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A request body. Its beginning, usually all of it, is buffered before the service is asked, so a slow client keeps no
 * connection to a service busy. The rest is streamed without buffering.
 */
public final class RequestBody implements ReadStream<Buffer> {
    private final HttpServerRequest source;
    private final Exchange exchange;
    private final GatheredBytes gathered;
    private final long limitBytes;
    private final MinimumRate pace;
    private Buffer head = Buffer.buffer();
    private long receivedBytes;
    private boolean complete;
    private boolean heldBack;
    private long heldSinceNanos;

    public RequestBody(Exchange exchange, GatheredBytes gathered, long limitBytes, MinimumRate pace) {
        this.source = exchange.request();
        this.exchange = exchange;
        this.gathered = gathered;
        this.limitBytes = limitBytes;
        this.pace = pace;
    }

    /**
     * Completes once the whole body, or this many bytes of it, has arrived; fails if the client aborts or the exchange
     * is given up.
     *
     * @param bound number of bytes
     */
    public Future<Void> gather(int bound) {
        Promise<Void> ready = Promise.promise();
        source.exceptionHandler(ready::tryFail);
        source.endHandler(_ -> {
            ended();
            ready.tryComplete();
        });
        source.handler(piece -> {
            if (keep(piece) && head.length() >= bound) {
                pause();
                gathered.complete(exchange);
                ready.tryComplete();
            }
        });
        resume();
        return ready.future();
    }

    /** @return true if the exchange goes on */
    private boolean keep(Buffer piece) {
        if (!count(piece)) {
            return false;
        }
        head.appendBuffer(piece);
        gathered.add(exchange, piece.length());
        return exchange.verdict() == null;
    }

    private boolean count(Buffer piece) {
        receivedBytes += piece.length();
        if (receivedBytes > limitBytes) {
            exchange.giveUp(Problem.bodyTooLarge(limitBytes));
        }
        return exchange.verdict() == null;
    }

    private void ended() {
        complete = true;
        gathered.complete(exchange);
        exchange.bodyIsWhole();
        exchange.enter(Exchange.Phase.UPSTREAM);
    }

    public boolean isComplete() {
        return complete;
    }

    /** Sends the buffered bytes, then streams the rest. */
    public Future<HttpClientResponse> sendTo(HttpClientRequest toService) {
        if (complete) {
            if (head.length() == 0 && !Admission.hasBody(source)) {
                return toService.send();
            }
            toService.headers().remove("content-length");
            return toService.send(head);
        }
        toService.setChunked(!toService.headers().contains("content-length"));
        toService.write(head).onComplete(_ -> gathered.release(exchange));
        pipe().endOnFailure(false).to(toService).onFailure(_ -> toService.reset());
        return toService.response();
    }

    /** Releases the buffered bytes, so that an exchange that still waits for a connection does not keep them. */
    public void drop() {
        gathered.release(exchange);
        head = Buffer.buffer();
    }

    /** Reads and discards the rest of an unwanted body, so that the client gets to read the answer. */
    public void discard() {
        if (!source.isEnded()) {
            source.handler(piece -> receivedBytes += piece.length());
            source.resume();
        }
    }

    /** Gives the exchange up if its client or its service is too slow. */
    public void sweep(GatewayConfig.Times times, long nowNanos) {
        Service service = exchange.route().service();
        if (!heldBack) {
            if (pace.isTooSlow(receivedBytes, nowNanos)) {
                exchange.giveUp(Problem.tooSlow());
            }
        } else if (service != null
                && nowNanos - heldSinceNanos
                        > times.upstreamOf(exchange.route()).toNanos()) {
            exchange.giveUp(Problem.unavailable(service.label() + " does not read the request body"));
        }
    }

    /** Returns true if the gateway is waiting for the client. */
    boolean waitsForClient() {
        return !complete && !heldBack;
    }

    public long receivedBytes() {
        return receivedBytes;
    }

    @Override
    public RequestBody handler(@Nullable Handler<Buffer> handler) {
        source.handler(
                handler == null
                        ? null
                        : piece -> {
                            if (count(piece)) {
                                handler.handle(piece);
                            }
                        });
        return this;
    }

    @Override
    public RequestBody endHandler(@Nullable Handler<Void> handler) {
        source.endHandler(
                handler == null
                        ? null
                        : end -> {
                            ended();
                            handler.handle(end);
                        });
        return this;
    }

    @Override
    public RequestBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        source.exceptionHandler(handler);
        return this;
    }

    @Override
    public RequestBody pause() {
        heldBack = true;
        heldSinceNanos = System.nanoTime();
        source.pause();
        return this;
    }

    @Override
    public RequestBody resume() {
        goOn();
        source.resume();
        return this;
    }

    @Override
    public RequestBody fetch(long amount) {
        goOn();
        source.fetch(amount);
        return this;
    }

    private void goOn() {
        heldBack = false;
        pace.restart(receivedBytes, System.nanoTime());
    }
}
