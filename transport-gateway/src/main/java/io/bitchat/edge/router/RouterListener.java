package io.bitchat.edge.router;

import io.bitchat.transport.Message;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.outbox.Finished;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Hears of a router, on its thread, which must not be blocked. */
public interface RouterListener {
    /**
     * A message for this node has arrived, for the first time as far as this node remembers.
     *
     * @return completes with true when it is safe; its sender is told then
     */
    CompletionStage<Boolean> arrived(Message message, TransportId by);

    /** A message is given up: its sender is to be told. */
    void expired(Finished finished);

    /** A transport has failed, and another one is tried, or none is left. */
    void switched(TransportId from, ReasonCode reason, @Nullable TransportId to);
}
