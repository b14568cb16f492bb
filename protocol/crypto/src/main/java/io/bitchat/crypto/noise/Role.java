package io.bitchat.crypto.noise;

/** Role of a side in a handshake. */
public enum Role {
    INITIATOR,
    RESPONDER;

    public Role other() {
        return this == INITIATOR ? RESPONDER : INITIATOR;
    }

    /** Whether this side sends the message with that index, counted from 0. */
    boolean sends(int message) {
        return (message % 2 == 0) == (this == INITIATOR);
    }
}
