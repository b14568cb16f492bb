package io.bitchat.rooms.transfer;

import java.time.Instant;

/** Actions that a transfer asks of its driver, carried out in list order. None comes after {@link EndSpool}. */
public sealed interface Effect {
    /** Send a frame to one peer. One without a connection need not get it. */
    record Send(String to, Frame frame) implements Effect {}

    /** Send a frame to all participants of the room. */
    record Broadcast(Frame frame) implements Effect {}

    /** Put the chunk of this input into the spool, and answer with {@link Input.Stored}, {@link Input.Dropped} or {@link Input.Fail}. */
    record StoreChunk(int index) implements Effect {}

    /** Read a chunk from the spool and send it to a receiver. Those of one receiver go in this order. */
    record SendChunk(String to, int index) implements Effect {}

    /** Tell other services. */
    record Publish(Fact fact) implements Effect {}

    /** Tick at this time; replaces an earlier one. */
    record Wake(Instant at) implements Effect {}

    /**
     * Nobody needs the spool any more: delete it, with what is about to be stored in it. The last effect of all.
     *
     * @param keep whether the file becomes a stored file first
     */
    record EndSpool(boolean keep) implements Effect {}
}
