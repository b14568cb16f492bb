package io.bitchat.kit.auth;

/** Wants to know that a peer called, whichever route it was. Called on event loops: must not block. */
public interface CallerListener {
    /** A call that acts for {@code peerId} has passed the gate. */
    void seen(String peerId);
}
