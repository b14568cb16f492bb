package io.bitchat.edge.router;

import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.failover.TraceEntry;
import io.bitchat.transport.outbox.Finished;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Hears of a router, on its thread, which must not be blocked. */
public interface RouterListener {
    /**
     * A message has arrived, for the first time as far as this node remembers: for this node, or for a peer that it
     * carries for.
     *
     * @param from the node that brought it
     * @return completes with true when it is safe; its sender is told then
     */
    CompletionStage<Boolean> arrived(Message message, TransportId by, String from);

    /**
     * Whether a message may be given before it is known whether those before it of the same sender and receiver are safe:
     * when one of them is not, neither is any that was given after it.
     */
    default boolean keepsOrder(Message message) {
        return false;
    }

    /** A message is given up: its sender is to be told. */
    void expired(Finished finished);

    /** A transport has failed, and another one is tried, or none is left. */
    void switched(TransportId from, ReasonCode reason, @Nullable TransportId to);

    /** An attempt to send a message has ended. */
    default void attempted(TraceEntry attempt) {}

    /** A message was acknowledged by its receiver, or by a node that keeps it. May be said twice. */
    default void sent(MessageKey key, TransportId by) {}
}
