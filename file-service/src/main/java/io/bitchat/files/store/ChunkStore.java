package io.bitchat.files.store;

import io.smallrye.mutiny.Uni;
import java.util.OptionalLong;

/**
 * Stores sealed chunks by key. All methods fail with {@link StoreFullException} if there is no room, and with an
 * {@link java.io.IOException} if the store does not respond. The injected bean is a {@link WatchedStore}, which reports
 * the latter as a problem with the code {@code store_unavailable}.
 */
public interface ChunkStore extends AutoCloseable {
    /** Kind and location of the store, for readiness and logs; never a secret. */
    String name();

    /** Location of an object, for the column {@code stored_path}. */
    String locationOf(ObjectKey key);

    /**
     * Stores an object as a whole or not at all, in place of an earlier one. It survives a crash once this completes.
     */
    Uni<Void> put(ObjectKey key, ObjectBody object);

    /** Stores an object that is in memory. */
    default Uni<Void> put(ObjectKey key, byte[] object) {
        return put(key, ObjectBody.of(object));
    }

    /**
     * Reads an object; fails with {@link ObjectMissingException} if there is none.
     *
     * @param atMost expected maximum length in bytes; of a longer object only one byte more is read, so that the caller
     *     can tell
     */
    Uni<byte[]> get(ObjectKey key, int atMost);

    /** Passes an object to a reader; fails like {@link #get}. */
    <T> Uni<T> read(ObjectKey key, ObjectReader<T> reader);

    /** Whether each object is one request: written as a whole, and read as a stream. */
    boolean movesWholeObjects();

    /** Deletes an object if it exists. */
    Uni<Void> delete(ObjectKey key);

    /** Deletes incomplete objects that a crash has left. */
    Uni<Void> tidy();

    /** Bytes that may still be written without using the reserve; empty if the store does not know. */
    default Uni<OptionalLong> spare() {
        return Uni.createFrom().item(OptionalLong.empty());
    }

    /** Tries whether an object could be stored now, and fails like {@link #put} if not. */
    Uni<StoreRoom> check();

    @Override
    default void close() {}
}
