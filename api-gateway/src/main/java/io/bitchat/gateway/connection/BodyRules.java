package io.bitchat.gateway.connection;

import io.bitchat.gateway.GatewayConfig.Limits;
import io.bitchat.gateway.GatewayConfig.Times;
import io.bitchat.gateway.exchange.Exchange;
import io.bitchat.gateway.exchange.GatheredBytes;
import io.bitchat.gateway.exchange.RequestBody;

/** Limits of request bodies: size, lowest rate, and the bytes that one event loop buffers. */
public final class BodyRules {
    private final Limits limits;
    private final Times times;
    private final GatheredBytes gathered;

    public BodyRules(Limits limits, Times times) {
        this.limits = limits;
        this.times = times;
        this.gathered = new GatheredBytes(limits.gatheredBytes());
    }

    /** Starts the body of a request. */
    public RequestBody of(Exchange exchange) {
        var pace = new MinimumRate(times.grace(), times.bytesPerSecond(), System.nanoTime());
        var body = new RequestBody(exchange, gathered, limits.bodyBytesOf(exchange.route()), pace);
        exchange.whenOver(body::drop);
        return body;
    }
}
