package io.bitchat.edge.queue;

import io.bitchat.transport.outbox.Finished;

/** Hears nothing. */
final class Silent implements QueueListener {
    @Override
    public void ready() {}

    @Override
    public void expired(Finished finished) {}
}
