package io.bitchat.messages.receipts;

import java.util.List;

/**
 * The way of a message that edge nodes have carried.
 *
 * @param nodes ids of the nodes that it has passed, at least one, the first one first
 * @param transport that has carried it to the recipient
 */
public record Route(List<String> nodes, String transport) {
    public Route {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) throw new IllegalArgumentException("a route has at least one node");
    }
}
