package io.bitchat.kit.limit;

/** Is notified of each accepted use of a peer's limit. Called on event loops, so it must not block. */
public interface UseListener {
    /** The peer has used the budget once more. */
    void used(Budget budget, String peerId);
}
