package io.bitchat.kit.text;

import org.jspecify.annotations.Nullable;

/**
 * The header {@code Idempotency-Key}. The IETF draft writes it as a quoted string, most clients write it bare: both are
 * the same key.
 */
public final class IdempotencyKey {
    private static final String BARE = Identifier.REGEX;

    /** What the header may say. */
    public static final String REGEX = BARE + "|\"" + BARE + "\"";

    /** What is said of anything else. */
    public static final String MESSAGE = "must be 1-128 of letters, digits and ._@:+-, which may stand in quotes";

    private IdempotencyKey() {}

    /** The key of a header that matches {@link #REGEX}; null where there is none. */
    public static @Nullable String of(@Nullable String header) {
        if (header == null || !header.startsWith("\"")) return header;
        return header.substring(1, header.length() - 1);
    }
}
