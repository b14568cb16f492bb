package io.bitchat.peers.registration;

/** The result of a registration. */
sealed interface RegisterOutcome {
    /** A new peer was added to the directory. */
    record Joined(PeerEntity peer) implements RegisterOutcome {}

    /** The entry of a known peer was changed. */
    record Changed(PeerEntity peer) implements RegisterOutcome {}

    /**
     * The entry already had these values.
     *
     * @param byItself whether the request is taken to come from the peer itself; if not, it grants no lease
     */
    record Unchanged(PeerEntity peer, boolean byItself) implements RegisterOutcome {}

    /** The change needs a signature by the registered key. */
    record ProofNeeded() implements RegisterOutcome {}

    /** When tokens are required, the key must be able to sign. */
    record NotASigningKey() implements RegisterOutcome {}
}
