package io.bitchat.messages.realtime;

import io.bitchat.messages.StoredMessage;

/** A message to push, and its place in the peer's stream. */
public sealed interface Parcel {
    /** From 1. */
    long place();

    /** Approximate size in characters. */
    int length();

    /** A message between two peers. */
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

    /** A group message; all recipients share the frame. */
    record OfGroup(long place, GroupFrame frame) implements Parcel {
        @Override
        public int length() {
            return frame.length();
        }
    }
}
