package io.bitchat.files.store;

import java.util.OptionalLong;

/**
 * Room in a store that accepts objects.
 *
 * @param free bytes that are free; empty if the store does not know
 * @param spare bytes of them that chunks may take, without the reserve; 0 or less if only the reserve is left
 */
public record StoreRoom(OptionalLong free, OptionalLong spare) {
    /** A store that does not know its room. */
    public static final StoreRoom UNKNOWN = new StoreRoom(OptionalLong.empty(), OptionalLong.empty());
}
