package io.bitchat.link;

/** What became of a frame at once. Accepted is not received: only an answer proves that. */
public enum SendResult {
    ACCEPTED,
    /** The other side reads too slowly; nothing was queued. */
    QUEUE_FULL,
    /** The frame exceeds the limit; nothing was queued. */
    TOO_LARGE,
    CLOSED
}
