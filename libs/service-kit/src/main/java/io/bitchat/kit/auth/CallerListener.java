package io.bitchat.kit.auth;

/** Wants to know that somebody called, whichever route it was. Called on event loops: must not block. */
public interface CallerListener {
    /** A call that acts for {@code subject} has passed the gate. */
    void seen(String subject);
}
