package io.bitchat.files.store;

/** There is no room in the store. */
public final class StoreFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreFullException(Throwable cause) {
        super("the store is full", cause);
    }
}
