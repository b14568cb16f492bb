package io.bitchat.edge.suite;

import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the gateway of a suite tells the suite. Safe from any thread; returns at once. */
interface Facts {
    /**
     * A message of a peer near a node, or of the node itself.
     *
     * @return true when the broker has it
     */
    CompletionStage<Boolean> received(Message message, String node);

    /** An attempt without success; transport and reason may come from a node, and are taken if they have their form. */
    void attempted(MessageKey key, String node, String transport, String reason);

    /** A message has been acknowledged by its receiver. */
    void delivered(MessageKey key, String transport, List<String> route);

    /** A node sees a peer. */
    void online(String peer, String node);

    /** A node sees a peer no more. */
    void offline(String peer, String node);
}
