package io.bitchat.files.transfer.live;

import io.vertx.core.buffer.Buffer;

/** The connection of one device of a peer to one room. Thread-safe. */
public interface Link {
    /** Peer that the device belongs to. */
    String peerId();

    /** Whether it can still be written to. */
    boolean isOpen();

    /** Sends a frame. It is dropped if the link is closed. */
    void send(String frame);

    /** Sends a chunk: the whole binary message. */
    void sendChunk(Buffer message);

    /** Whether so much is waiting to be sent that no more chunks should follow now. */
    boolean isFull();

    /** Runs something once the link is no longer full, or is closed. */
    void whenDrained(Runnable then);

    /** Closes it with a code of RFC 6455 §7.4 or one of 4000 to 4999. */
    void close(int code, String reason);
}
