package io.bitchat.edge.adapter;

import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.TransportState;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A way to carry messages. May be started and stopped again and again. All methods return at once, are safe from any
 * thread, and never throw for what happens on the wire.
 */
public interface TransportAdapter {
    TransportId id();

    /** Starts; false if that is not possible now. {@link #state} says why then, with the remedy. */
    CompletionStage<Boolean> start(AdapterListener listener);

    /** Ends everything that start began. */
    CompletionStage<Void> stop();

    /**
     * How many messages of one sender to one receiver may be in flight at once; at least 1. More than 1 only if the
     * transport keeps their order and carries {@code after} to the other side.
     */
    int window();

    /**
     * Sends a message.
     *
     * @param after message of the same sender to the same receiver, which must be taken first; null if there is none, or
     *     it was acknowledged. Never given to a transport whose window is 1
     * @return how that ended, when its receiver, or a node that keeps it, has acknowledged it or the transport gives up;
     *     without a time limit, which is the router's
     */
    CompletionStage<SendResult> send(Message message, @Nullable MessageKey after);

    /** Nobody waits for a send any more: frees what it holds. */
    void abandon(MessageKey key);

    /** The next message that has arrived; empty if there is none. */
    Optional<Arrival> receive();

    /** Capabilities, availability, and the way to a receiver, as they are now. */
    TransportState state(String receiver);

    /** Whether it works now. */
    default boolean isAvailable() {
        return state(Message.BROADCAST).isAvailable();
    }
}
