package io.bitchat.crypto.noise;

/** The side a party takes. */
public enum Role {
    INITIATOR,
    RESPONDER;

    public Role other() {
        return this == INITIATOR ? RESPONDER : INITIATOR;
    }

    /** Whether this side sends the message of that index, the first being 0. */
    boolean sends(int message) {
        return (message % 2 == 0) == (this == INITIATOR);
    }
}
