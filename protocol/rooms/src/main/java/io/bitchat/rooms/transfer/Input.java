package io.bitchat.rooms.transfer;

import io.bitchat.rooms.Reason;
import java.util.Set;

/**
 * What a transfer handles. The driver knows who a peer is, and whether it is in the room. It gives nothing that came over
 * a connection after it has reported that connection lost.
 */
public sealed interface Input {
    /** What a peer does. It may be refused. */
    sealed interface Move extends Input {
        String peer();
    }

    /** What happens. */
    sealed interface Event extends Input {}

    /**
     * A receiver wants the file. One without a connection that accepts over HTTP collects the chunks over HTTP, too.
     *
     * @param store whether the receiver agrees that the file is kept after the transfer
     */
    record Accept(String peer, boolean store, Way over) implements Move {}

    /** @param reason empty if none is given */
    record Reject(String peer, String reason) implements Move {}

    record Pause(String peer) implements Move {}

    record Resume(String peer) implements Move {}

    /** @param reason empty if none is given */
    record Cancel(String peer, String reason) implements Move {}

    /** The sender says that it has sent all chunks, or a receiver that it has all of them. */
    record Complete(String peer) implements Move {}

    /**
     * A chunk came. The driver keeps its bytes until this input is handled.
     *
     * @param intact whether the bytes have the SHA-256 that came with them
     * @param over the way that it took
     */
    record Chunk(String peer, long index, long length, boolean intact, Way over) implements Move {}

    /** A receiver found a chunk damaged, and wants everything from there again. */
    record Retransmit(String peer, long index) implements Move {}

    /** A receiver asks for a chunk over HTTP. The driver answers with the chunk, and then gives {@link Collected}. */
    record Collect(String peer, long index) implements Move {}

    /**
     * A receiver wants more.
     *
     * @param credits number of further chunks that it has room for
     * @param confirmed number of chunks that it has, from the beginning without a gap
     */
    record Credit(String peer, long credits, long confirmed) implements Move {}

    /**
     * The transfer begins, for the first time or after a restart of the service.
     *
     * @param connected peers of the room that have a connection; ignored after a restart, where all are lost at first
     */
    record Started(Set<String> connected) implements Event {}

    /** A peer has a connection, or another one than before. */
    record Connected(String peer) implements Event {}

    /** A device of a peer acts, and another one, or none, did before: what follows is about its connection. */
    record TookOver(String peer) implements Event {}

    /** A peer has no connection any more. */
    record Lost(String peer) implements Event {}

    /** A peer has become a participant of the room. */
    record Joined(String peer) implements Event {}

    /** A peer is no participant of the room any more. */
    record Removed(String peer) implements Event {}

    /** A chunk is in the spool, and can be sent on. A scanner that needs the whole file delays this for the last one. */
    record Stored(int index) implements Event {}

    /** A chunk could not be put into the spool now: it counts as if it had never come. */
    record Dropped(int index) implements Event {}

    /** A chunk was written to a receiver over HTTP. */
    record Collected(String peer, int index) implements Event {}

    /**
     * The service cannot go on.
     *
     * @param reason a code of {@link Reason} or one of the driver's own
     */
    record Fail(String reason) implements Event {}

    /** Time has passed; due when {@link Effect.Wake} says. */
    record Tick() implements Event {}

    /** The way that something took. */
    enum Way {
        /** A connection, on which chunks cost credits. */
        SOCKET,
        /** A request of its own, which waits for its answer and needs neither credit nor connection. */
        HTTP
    }
}
