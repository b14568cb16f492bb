package io.bitchat.messages.realtime;

/**
 * Tracks how far one device has got in its peer's stream, and decides what to do when a message becomes known. Places
 * have no gaps and ascend in commit order. The next place may therefore be pushed at once; any other means that a read
 * must come first.
 *
 * <p>Pure state machine; not thread-safe.
 */
final class DeviceStream {
    /** What to do about a newly known message. */
    enum Step {
        /** It is the next one: push it. */
        PUSH,
        /** Messages before it are missing, or the device has no room: read from the database. */
        READ,
        /** Nothing to do: the device has it, or the read in progress will bring it. */
        NOTHING
    }

    private long position;
    private long known;
    private boolean reading = true;

    /** The last place that was pushed or skipped. */
    long position() {
        return position;
    }

    /** The device starts after {@code place}; the first read follows. */
    void startAfter(long place) {
        position = place;
    }

    /**
     * A message with this place is committed.
     *
     * @param room whether the device can take a message at once
     */
    Step known(long place, boolean room) {
        known = Math.max(known, place);
        if (reading || place <= position) return Step.NOTHING;
        if (place == position + 1 && room) {
            position = place;
            return Step.PUSH;
        }
        reading = true;
        return Step.READ;
    }

    /** A message was read, and is pushed or skipped. */
    void reached(long place) {
        if (place <= position) throw new IllegalStateException("place " + place + " comes after " + position);
        position = place;
    }

    /**
     * A page was read to its end.
     *
     * @param full whether more messages may follow it
     * @return true to read on; false if messages are now pushed as they become known
     */
    boolean readOn(boolean full) {
        reading = full || known > position;
        return reading;
    }
}
