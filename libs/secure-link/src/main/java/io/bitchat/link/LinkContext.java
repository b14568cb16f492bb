package io.bitchat.link;

import io.vertx.core.Vertx;

/** What all links of a server or dialer have in common. */
record LinkContext(Vertx vertx, LinkConfig config, LinkCounters counters, LinkListener listener) {}
