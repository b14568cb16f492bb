package io.bitchat.peers.registration;

/** What became of a registration. */
sealed interface RegisterOutcome {
    /** A newcomer is in the directory. */
    record Joined(PeerEntity peer) implements RegisterOutcome {}

    /** A known peer's entry is as asked. */
    record Changed(PeerEntity peer) implements RegisterOutcome {}

    /**
     * The entry was as asked already.
     *
     * @param byItself whether the peer itself is taken to have asked; else nothing follows from it
     */
    record Unchanged(PeerEntity peer, boolean byItself) implements RegisterOutcome {}

    /** The entry may only be changed with a signature by the key before it. */
    record ProofNeeded() implements RegisterOutcome {}

    /** Where tokens are required the key has to be one that can sign. */
    record NotASigningKey() implements RegisterOutcome {}
}
