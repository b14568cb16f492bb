package io.bitchat.groups.send;

/** A peer in a group: the key of a vector clock entry. */
record Writer(String groupId, String peerId) {
    static Writer of(Draft draft) {
        return new Writer(draft.groupId(), draft.fromPeerId());
    }
}
