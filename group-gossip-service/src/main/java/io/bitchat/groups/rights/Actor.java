package io.bitchat.groups.rights;

/** Who wants something of a group. */
public sealed interface Actor {
    /** A peer, known by its token or, where nobody has to prove anything, by its word. */
    record Peer(String peerId) implements Actor {}

    /** Nobody in particular, where nobody has to prove anything. May do what an admin may. */
    record Anybody() implements Actor {}

    /** Whether this is the peer itself. */
    default boolean is(String other) {
        return switch (this) {
            case Peer(var peerId) -> peerId.equals(other);
            case Anybody _ -> false;
        };
    }
}
