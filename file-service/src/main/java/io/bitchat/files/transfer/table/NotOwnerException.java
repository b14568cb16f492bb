package io.bitchat.files.transfer.table;

import java.util.UUID;

/** A transfer was not written, because another replica runs it now, or it has ended there. */
public final class NotOwnerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotOwnerException(UUID transfer) {
        super("another replica runs " + transfer, null, false, false);
    }
}
