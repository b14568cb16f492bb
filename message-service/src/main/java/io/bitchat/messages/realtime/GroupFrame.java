package io.bitchat.messages.realtime;

import io.bitchat.contracts.messages.Cursor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The frame of a group message: encoded once, with gaps where each recipient's own cursor goes. Knows when the last of
 * the sockets here that it was handed to has it, or will read it instead.
 */
public final class GroupFrame {
    private static final String END = Cursor.START.text() + "\"}}";
    private static final String BETWEEN = "\"},\"cursor\":\"";
    private static final String CLOSE = "\"}";

    private final String head;
    private final AtomicInteger outstanding = new AtomicInteger(1);
    private final Runnable everywhere;

    /**
     * @param encoded a frame whose message has the cursor of the beginning, as its last field
     * @param everywhere called once, after every socket was {@linkplain #done done}
     */
    GroupFrame(String encoded, Runnable everywhere) {
        if (!encoded.endsWith(END)) throw new IllegalArgumentException("the cursor is not the last field");
        this.head = encoded.substring(0, encoded.length() - END.length());
        this.everywhere = everywhere;
    }

    /** The frame for the recipient in whose stream the message has this place. */
    String at(long place) {
        var cursor = new Cursor(place).text();
        return head + cursor + BETWEEN + cursor + CLOSE;
    }

    int length() {
        return head.length();
    }

    /** It is about to be handed to one more socket. */
    void handed() {
        outstanding.incrementAndGet();
    }

    /** One of those it was handed to is done with it; and once more, by who made it, after it was handed to all. */
    public void done() {
        if (outstanding.decrementAndGet() == 0) everywhere.run();
    }
}
