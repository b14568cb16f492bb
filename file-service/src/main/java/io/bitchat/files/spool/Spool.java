package io.bitchat.files.spool;

import io.bitchat.files.chunk.KeptPiece;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.BitSet;
import java.util.List;

/**
 * Verified chunks of one running transfer, until it ends. Thread-safe; each method completes on the caller's context. A
 * chunk is the whole binary message: header and content (docs/protocols/rooms.md, section 5).
 */
public interface Spool {
    /** A copy of the set of chunks that are there; after opening, those that survived a restart. */
    BitSet stored();

    /**
     * Stores a chunk that was verified before. Completes once {@link #get} returns it; it need not be on disk yet. A
     * chunk that is there already is ignored.
     *
     * <p>Fails with {@link io.bitchat.files.store.StoreFullException} if there is no room, and with
     * {@link OutOfOrderException} if it is too far from those before.
     *
     * @param message the whole message; nobody changes it afterwards
     */
    Uni<Void> put(int index, Buffer message);

    /**
     * Reads a chunk: the same bytes that were put. Fails with {@link ChunkMissingException} if it is not there, or is
     * damaged.
     */
    Uni<Buffer> get(int index);

    /**
     * Makes the file an object set of the chunk store, as the file API stores files; all chunks must be there. May be
     * called again. Fails like {@link #put}; {@link #delete} then deletes what there is of the object set.
     *
     * @return the pieces in order; none if the file is empty
     */
    Uni<List<KeptPiece>> keep();

    /** {@link #delete} or {@link #close} follows as soon as nothing is under way: what waits for room fails. */
    default void ending() {}

    /** Deletes everything except what {@link #keep} has made. Idempotent; waits for what is under way. */
    Uni<Void> delete();

    /**
     * Releases memory, files and locks, and deletes nothing that another replica can go on with. Idempotent; waits for
     * what is under way. Nothing but {@link #delete} may follow.
     */
    Uni<Void> close();
}
