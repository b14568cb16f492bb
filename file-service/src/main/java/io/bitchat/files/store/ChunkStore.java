package io.bitchat.files.store;

import io.smallrye.mutiny.Uni;

/**
 * Keeps sealed chunks under their keys. All of them fail with {@link StoreFullException} where there is no room, and with
 * an {@link java.io.IOException} where the store does not answer.
 */
public interface ChunkStore {
    /** What kind of store it is, for readiness and logs. */
    String name();

    /** Where an object lies: the column {@code stored_path}. */
    String locationOf(ObjectKey key);

    /** Stores an object, in place of an earlier one; it survives a crash once this completes, and is there whole or not at all. */
    Uni<Void> put(ObjectKey key, byte[] object);

    /** Reads an object; fails with {@link ObjectMissingException} where there is none. */
    Uni<byte[]> get(ObjectKey key);

    /** Deletes an object; there may be none. */
    Uni<Void> delete(ObjectKey key);

    /** Takes away what a crash left of objects that were being written. */
    Uni<Void> tidy();

    /** Fails where nothing could be stored now. */
    Uni<Void> check();
}
