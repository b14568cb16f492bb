package io.bitchat.edge.suite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connected edge nodes, and which of them see a peer: the one that has seen it last comes first. */
final class EdgeNodes {
    private static final int MAX_BUDGETS = 4_000;

    private final Map<String, NodeSession> byId = new HashMap<>();
    private final Map<String, List<NodeSession>> seeing = new HashMap<>();
    private final LinkedHashMap<String, ChangeBudget> budgets = new LinkedHashMap<>();

    /** Of a node, also from one uplink to the next. */
    synchronized ChangeBudget budgetOf(String node) {
        var budget = budgets.computeIfAbsent(node, _ -> new ChangeBudget(System::nanoTime));
        if (budgets.size() > MAX_BUDGETS) budgets.pollFirstEntry();
        return budget;
    }

    /** The session that the node had before, which is over; null if there was none. */
    synchronized @Nullable NodeSession joined(NodeSession session) {
        var before = byId.put(session.node(), session);
        if (before != null) forget(before);
        return before;
    }

    /** False if the session was over already, since its node has opened another. */
    synchronized boolean left(NodeSession session) {
        forget(session);
        return byId.remove(session.node(), session);
    }

    private void forget(NodeSession session) {
        session.near().forEach(peer -> remove(peer, session));
    }

    /** False if the session is over, or the node names more peers than it may. */
    synchronized boolean sees(NodeSession session, String peer) {
        if (byId.get(session.node()) != session) return false;
        if (session.near().size() >= NodeSession.MAX_NEAR && !session.near().contains(peer)) return false;
        session.near().add(peer);
        remove(peer, session);
        seeing.computeIfAbsent(peer, _ -> new ArrayList<>(1)).addFirst(session);
        return true;
    }

    /** False if the node did not see it. */
    synchronized boolean seesNoMore(NodeSession session, String peer) {
        remove(peer, session);
        return session.near().remove(peer);
    }

    /** The node did not reach the peer: others are tried before it. */
    synchronized void demote(NodeSession session, String peer) {
        var nodes = seeing.get(peer);
        if (nodes != null && nodes.remove(session)) nodes.addLast(session);
    }

    private void remove(String peer, NodeSession session) {
        var nodes = seeing.get(peer);
        if (nodes == null) return;
        nodes.remove(session);
        if (nodes.isEmpty()) seeing.remove(peer);
    }

    synchronized boolean isSeen(String peer) {
        return seeing.containsKey(peer);
    }

    /** The nodes that see a peer, the best first. */
    synchronized List<NodeSession> seeing(String peer) {
        return List.copyOf(seeing.getOrDefault(peer, List.of()));
    }

    synchronized List<NodeSession> all() {
        return List.copyOf(byId.values());
    }

    synchronized int size() {
        return byId.size();
    }
}
