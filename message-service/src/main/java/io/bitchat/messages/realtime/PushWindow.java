package io.bitchat.messages.realtime;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What one socket has not taken yet. A few frames are on their way; a burst beyond them waits here, so that it does not
 * become a read for each device. What does not fit must be read later.
 *
 * <p>Not safe for several threads.
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

    /** Whether it may go out at once; otherwise it waits for {@link #next()}. */
    boolean admit(Parcel parcel) {
        if (mayFly() && waiting.isEmpty()) {
            takeOff(parcel);
            return true;
        }
        waiting.add(parcel);
        waitingChars += parcel.length();
        return false;
    }

    /** One that went out has arrived, or never will. */
    void landed(Parcel parcel) {
        inFlight--;
        inFlightChars -= parcel.length();
    }

    /** The next that may go out now. */
    @Nullable
    Parcel next() {
        var next = mayFly() ? waiting.poll() : null;
        if (next == null) return null;
        waitingChars -= next.length();
        takeOff(next);
        return next;
    }

    /** The one that fills the window may be of any length: otherwise it would never go. */
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
