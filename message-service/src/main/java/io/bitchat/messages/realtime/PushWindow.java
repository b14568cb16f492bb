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
    static final int MAX_WAITING = 1_000;
    static final int MAX_WAITING_CHARS = 256 * 1024;

    private final ArrayDeque<Parcel> waiting = new ArrayDeque<>();
    private int waitingChars;
    private int inFlight;

    boolean hasRoom() {
        return waiting.size() < MAX_WAITING && waitingChars < MAX_WAITING_CHARS;
    }

    /** Whether it may go out at once; otherwise it waits for {@link #next()}. */
    boolean admit(Parcel parcel) {
        if (inFlight < MAX_IN_FLIGHT && waiting.isEmpty()) {
            inFlight++;
            return true;
        }
        waiting.add(parcel);
        waitingChars += parcel.length();
        return false;
    }

    /** One that went out has arrived, or never will. */
    void landed() {
        inFlight--;
    }

    /** The next that may go out now. */
    @Nullable
    Parcel next() {
        var next = inFlight < MAX_IN_FLIGHT ? waiting.poll() : null;
        if (next == null) return null;
        inFlight++;
        waitingChars -= next.length();
        return next;
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    boolean isEmpty() {
        return inFlight == 0 && waiting.isEmpty();
    }
}
