package io.bitchat.messages.realtime;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Flow control of one socket. A few frames are in flight; a burst beyond them is queued here, so that it does not cause
 * a read for each device. When {@link #hasRoom} is false, messages must be read from the database later.
 *
 * <p>Not thread-safe.
 */
final class PushWindow {
    static final int MAX_IN_FLIGHT = 64;
    static final int MAX_IN_FLIGHT_CHARS = 256 * 1024;
    static final int MAX_WAITING = 1_000;
    static final int MAX_WAITING_CHARS = 256 * 1024;

    private final ArrayDeque<Parcel> waiting = new ArrayDeque<>();
    private int waitingChars;
    private int inFlight;
    private int inFlightChars;

    boolean hasRoom() {
        return waiting.size() < MAX_WAITING && waitingChars < MAX_WAITING_CHARS;
    }

    /** Returns true if the parcel may be sent at once; otherwise it is queued for {@link #next()}. */
    boolean admit(Parcel parcel) {
        if (mayFly() && waiting.isEmpty()) {
            takeOff(parcel);
            return true;
        }
        waiting.add(parcel);
        waitingChars += parcel.length();
        return false;
    }

    /** A parcel in flight was written, or the write failed. */
    void landed(Parcel parcel) {
        inFlight--;
        inFlightChars -= parcel.length();
    }

    /** The next queued parcel that may be sent now, or null. */
    @Nullable
    Parcel next() {
        var next = mayFly() ? waiting.poll() : null;
        if (next == null) return null;
        waitingChars -= next.length();
        takeOff(next);
        return next;
    }

    /** The frame that fills the window may have any length; otherwise a long one could never be sent. */
    private boolean mayFly() {
        return inFlight < MAX_IN_FLIGHT && inFlightChars < MAX_IN_FLIGHT_CHARS;
    }

    private void takeOff(Parcel parcel) {
        inFlight++;
        inFlightChars += parcel.length();
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    boolean isEmpty() {
        return inFlight == 0 && waiting.isEmpty();
    }
}
