package io.bitchat.files.store;

import io.smallrye.mutiny.Uni;
import java.util.OptionalLong;

/**
 * Keeps sealed chunks under their keys. All of them fail with {@link StoreFullException} where there is no room, and with
 * an {@link java.io.IOException} where the store does not answer. Who injects one gets a {@link WatchedStore}, which tells
 * the latter as a problem with the code {@code store_unavailable}.
 */
public interface ChunkStore extends AutoCloseable {
    /** What kind of store it is and where, for readiness and logs; never a secret. */
    String name();

    /** Where an object lies: the column {@code stored_path}. */
    String locationOf(ObjectKey key);

    /** Stores an object, in place of an earlier one; it survives a crash once this completes, and is there whole or not at all. */
    Uni<Void> put(ObjectKey key, ObjectBody object);

    /** The same of one that is in memory. */
    default Uni<Void> put(ObjectKey key, byte[] object) {
        return put(key, ObjectBody.of(object));
    }

    /**
     * Reads an object; fails with {@link ObjectMissingException} where there is none.
     *
     * @param atMost bytes that it may have; of one that is longer only one byte more is read, by which its reader can tell
     */
    Uni<byte[]> get(ObjectKey key, int atMost);

    /** Lets an object be read; fails as {@link #get} does. */
    <T> Uni<T> read(ObjectKey key, ObjectReader<T> reader);

    /** Whether an object is one request: written as a whole, and read as it passes by. */
    boolean movesWholeObjects();

    /** Deletes an object; there may be none. */
    Uni<Void> delete(ObjectKey key);

    /** Takes away what a crash left of objects that were being written. */
    Uni<Void> tidy();

    /** Bytes that may still be written beside what is kept back; empty where the store does not say. */
    default Uni<OptionalLong> spare() {
        return Uni.createFrom().item(OptionalLong.empty());
    }

    /** Fails where nothing could be stored now. */
    Uni<Void> check();

    @Override
    default void close() {}
}
