package io.bitchat.files.store;

import io.bitchat.kit.problem.Problem;

/** There is no room in the store. */
public final class StoreFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int INSUFFICIENT_STORAGE = 507;

    private final boolean reserved;

    public StoreFullException(Throwable cause) {
        super("the store is full", cause);
        this.reserved = false;
    }

    private StoreFullException(String message) {
        super(message, null, false, false);
        this.reserved = true;
    }

    /** Only the reserve is left. */
    static StoreFullException reserved() {
        return new StoreFullException("the rest of the disk is kept as a reserve");
    }

    /** Problem 507: {@code store_full}, or {@code storage_reserved} if only the reserve is left. */
    public Problem problem() {
        return Problem.of(
                INSUFFICIENT_STORAGE,
                reserved ? "storage_reserved" : "store_full",
                "there is no room in the store; acknowledged data is kept, resume later");
    }
}
