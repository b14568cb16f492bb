package io.bitchat.messages.realtime;

/**
 * How far one device has got in its peer's stream, and what to do when a message becomes known. Places are gap-free and
 * ascend in commit order, so the next place may be pushed at once and any other means that something is to be read first.
 *
 * <p>Inputs in, decisions out; not safe for several threads.
 */
final class DeviceStream {
    /** What to do about a message that became known. */
    enum Step {
        /** It is the next one: push it. */
        PUSH,
        /** Something before it is missing here: read from the database. */
        READ,
        /** The device has it, or what is being read will bring it. */
        NOTHING
    }

    private long position;
    private long known;
    private boolean reading = true;

    /** The last place that was pushed or passed over. */
    long position() {
        return position;
    }

    /** The device asked to go on after {@code place}; the first read follows. */
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

    /** A message was read and is pushed or passed over. */
    void reached(long place) {
        if (place <= position) throw new IllegalStateException("place " + place + " comes after " + position);
        position = place;
    }

    /**
     * A page was read to its end.
     *
     * @param full whether there may be more behind it
     * @return whether to read on; if not, messages are pushed as they become known
     */
    boolean readOn(boolean full) {
        reading = full || known > position;
        return reading;
    }
}
