package io.bitchat.messages.realtime;

import io.bitchat.contracts.messages.Cursor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The frame of a group message: encoded once, with gaps for each recipient's own cursor. It counts the sockets that it
 * was handed to, and reports when the last of them has received it or will read it from the database instead.
 */
public final class GroupFrame {
    private static final String END = Cursor.START.text() + "\"}}";
    private static final String BETWEEN = "\"},\"cursor\":\"";
    private static final String CLOSE = "\"}";

    private final String head;
    private final AtomicInteger outstanding = new AtomicInteger(1);
    private final Runnable everywhere;

    /**
     * @param encoded a frame whose message has {@link Cursor#START} as its last field
     * @param everywhere called once, after every socket is {@linkplain #done done}
     */
    GroupFrame(String encoded, Runnable everywhere) {
        if (!encoded.endsWith(END)) throw new IllegalArgumentException("the cursor is not the last field");
        this.head = encoded.substring(0, encoded.length() - END.length());
        this.everywhere = everywhere;
    }

    /** The frame for a recipient in whose stream the message has this place. */
    String at(long place) {
        var cursor = new Cursor(place).text();
        return head + cursor + BETWEEN + cursor + CLOSE;
    }

    int length() {
        return head.length();
    }

    /** Must be called before the frame is handed to one more socket. */
    void handed() {
        outstanding.incrementAndGet();
    }

    /**
     * Called once for each socket that is finished with the frame, and once by its creator after handing it to all
     * sockets.
     */
    public void done() {
        if (outstanding.decrementAndGet() == 0) everywhere.run();
    }
}
