package io.bitchat.edge.uplink;

import io.bitchat.transport.Message;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What the uplink needs of its node. Safe from any thread. */
public interface Neighbourhood {
    /** Peers that the node sees, itself included. */
    Set<String> near();

    /** Whether the peer is one of them. */
    boolean isNear(String peer);

    /** Takes a message of the suite for one of these peers. */
    CompletionStage<Taken> deliver(Message message);

    /** What became of it. */
    sealed interface Taken {
        /**
         * Its receiver has it.
         *
         * @param transport that carried it; empty if nobody knows any more
         */
        record Delivered(String transport) implements Taken {}

        /** It waits on this node. */
        record Waits(String code) implements Taken {}

        /** The node does not take it. */
        record Refused(String code) implements Taken {}

        default boolean isDelivered() {
            return this instanceof Delivered;
        }

        /** The transport that has carried it; empty if none did. */
        default String transport() {
            return this instanceof Delivered(var by) ? by : "";
        }

        /** Why its receiver does not have it; empty if it has. */
        default String code() {
            return switch (this) {
                case Delivered _ -> "";
                case Waits(var code) -> code;
                case Refused(var code) -> code;
            };
        }
    }
}
