package io.bitchat.gateway;

import io.bitchat.gateway.GatewayConfig.Limits;
import io.bitchat.gateway.GatewayConfig.Times;

/** How long request bodies may be, how slow, and how much of them one event loop holds. */
final class BodyRules {
    private final Limits limits;
    private final Times times;
    private final GatheredBytes gathered;

    BodyRules(Limits limits, Times times) {
        this.limits = limits;
        this.times = times;
        this.gathered = new GatheredBytes(limits.gatheredBytes());
    }

    /** The body of a request that has just begun. */
    RequestBody of(Exchange exchange) {
        var pace = new MinimumRate(times.grace(), times.bytesPerSecond(), System.nanoTime());
        var body = new RequestBody(exchange, gathered, limits.bodyBytesOf(exchange.route()), pace);
        exchange.whenOver(body::drop);
        return body;
    }
}
