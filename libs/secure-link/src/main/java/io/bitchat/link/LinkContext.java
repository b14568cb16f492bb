package io.bitchat.link;

import io.vertx.core.Vertx;

/** Shared state of all links of a server or dialer. */
record LinkContext(Vertx vertx, LinkConfig config, LinkCounters counters, LinkListener listener) {}
