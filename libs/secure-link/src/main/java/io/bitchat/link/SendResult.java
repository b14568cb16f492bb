package io.bitchat.link;

/** Immediate result of sending a frame. Accepted does not mean received: only a reply proves that. */
public enum SendResult {
    ACCEPTED,
    /** The queue is full because the other side reads too slowly; the frame was not queued. */
    QUEUE_FULL,
    /** The frame exceeds the limit; it was not queued. */
    TOO_LARGE,
    CLOSED
}
