package io.bitchat.edge.queue;

import io.bitchat.transport.outbox.Finished;

/** Hears of the queue on its thread, which must not be blocked. */
public interface QueueListener {
    /** Something may be ready to be sent: ask for it. */
    void ready();

    /** The ttl of a message has ended: its sender is to be told. That it has left is on the disk. */
    void expired(Finished finished);
}
