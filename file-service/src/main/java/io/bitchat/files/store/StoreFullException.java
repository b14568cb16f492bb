package io.bitchat.files.store;

/** There is no room in the store. */
public final class StoreFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean reserved;

    public StoreFullException(Throwable cause) {
        super("the store is full", cause);
        this.reserved = false;
    }

    private StoreFullException(String message) {
        super(message, null, false, false);
        this.reserved = true;
    }

    /** There is some, which is kept back. */
    static StoreFullException reserved() {
        return new StoreFullException("what is left of the disk is kept back");
    }

    /** The code of the answer: {@code store_full}, or {@code storage_reserved} where the rest is kept back. */
    public String code() {
        return reserved ? "storage_reserved" : "store_full";
    }
}
