package io.bitchat.gateway;

import io.bitchat.gateway.Exchange.Phase;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** A request body on its way to a service: counted as it passes, never gathered; too long a body fails the exchange. */
final class LimitedBody implements ReadStream<Buffer> {
    private final HttpServerRequest source;
    private final Exchange exchange;
    private final long limitBytes;
    private long passedBytes;

    LimitedBody(Exchange exchange, long limitBytes) {
        this.source = exchange.request();
        this.exchange = exchange;
        this.limitBytes = limitBytes;
    }

    @Override
    public LimitedBody handler(@Nullable Handler<Buffer> handler) {
        source.handler(handler == null ? null : chunk -> pass(chunk, handler));
        return this;
    }

    private void pass(Buffer chunk, Handler<Buffer> handler) {
        passedBytes += chunk.length();
        if (passedBytes <= limitBytes) {
            handler.handle(chunk);
        } else {
            exchange.giveUp(Problem.bodyTooLarge(limitBytes));
        }
    }

    @Override
    public LimitedBody endHandler(@Nullable Handler<Void> handler) {
        source.endHandler(
                handler == null
                        ? null
                        : end -> {
                            exchange.enter(Phase.UPSTREAM);
                            handler.handle(end);
                        });
        return this;
    }

    @Override
    public LimitedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        source.exceptionHandler(handler);
        return this;
    }

    @Override
    public LimitedBody pause() {
        source.pause();
        return this;
    }

    @Override
    public LimitedBody resume() {
        source.resume();
        return this;
    }

    @Override
    public LimitedBody fetch(long amount) {
        source.fetch(amount);
        return this;
    }
}
