package io.bitchat.groups.rights;

/** The caller of a request about a group. */
public sealed interface Actor {
    /** A peer, named by its token or, in open or optional mode, by the request. */
    record Peer(String peerId) implements Actor {}

    /** An anonymous caller in open or optional mode; it has admin rights. */
    record Anybody() implements Actor {}

    /** Whether this is the peer itself. */
    default boolean is(String other) {
        return switch (this) {
            case Peer(var peerId) -> peerId.equals(other);
            case Anybody _ -> false;
        };
    }
}
