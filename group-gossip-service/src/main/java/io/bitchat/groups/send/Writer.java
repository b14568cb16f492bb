package io.bitchat.groups.send;

/** A peer in a group, as the vector clock knows it. */
record Writer(String groupId, String peerId) {
    static Writer of(Draft draft) {
        return new Writer(draft.groupId(), draft.fromPeerId());
    }
}
