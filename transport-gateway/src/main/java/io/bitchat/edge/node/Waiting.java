package io.bitchat.edge.node;

import io.bitchat.transport.MessageKey;
import java.util.LinkedHashMap;

/**
 * Messages of the suite that wait on this node, about which the suite is told when they are sent. The router says that one
 * is sent on its own thread, maybe before its answer that it waits is heard. Bounded: the oldest is forgotten, and the
 * suite asks for it again. Safe from any thread.
 */
final class Waiting {
    static final int MAX = 10_000;

    private enum State {
        ASKED,
        WAITS,
        SENT
    }

    private final LinkedHashMap<MessageKey, State> states = new LinkedHashMap<>();

    /** The router is asked to send it. */
    synchronized void asked(MessageKey key) {
        put(key, State.ASKED);
    }

    /** The router keeps it. False if it has been sent since. */
    synchronized boolean waits(MessageKey key) {
        if (states.remove(key) == State.SENT) return false;
        put(key, State.WAITS);
        return true;
    }

    private void put(MessageKey key, State state) {
        states.putLast(key, state);
        if (states.size() > MAX) states.pollFirstEntry();
    }

    /** It is sent. True if the suite has heard that it waits. */
    synchronized boolean sent(MessageKey key) {
        var before = states.get(key);
        if (before == State.ASKED) states.put(key, State.SENT);
        return before == State.WAITS && states.remove(key, State.WAITS);
    }

    /** Its end is known, or it will have none. */
    synchronized void over(MessageKey key) {
        states.remove(key);
    }

    synchronized int size() {
        return states.size();
    }
}
