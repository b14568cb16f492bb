package io.bitchat.messages.realtime;

import io.bitchat.messages.StoredMessage;

/** Something to push, and its place in the stream of the peer. */
public sealed interface Parcel {
    /** From 1. */
    long place();

    /** Characters that wait with it, roughly. */
    int length();

    /** From one peer to another. */
    record Direct(StoredMessage message) implements Parcel {
        @Override
        public long place() {
            return message.position();
        }

        @Override
        public int length() {
            return message.content().length();
        }
    }

    /** Said in a group; the frame is shared by all that it is for. */
    record OfGroup(long place, GroupFrame frame) implements Parcel {
        @Override
        public int length() {
            return frame.length();
        }
    }
}
