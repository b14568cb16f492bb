package io.bitchat.kit.text;

import org.jspecify.annotations.Nullable;

/**
 * The header {@code Idempotency-Key}. The IETF draft defines a quoted string, but most clients send it without quotes;
 * both are the same key.
 */
public final class IdempotencyKey {
    private static final String BARE = Identifier.REGEX;

    /** Pattern of valid headers. */
    public static final String REGEX = BARE + "|\"" + BARE + "\"";

    /** Message for invalid headers. */
    public static final String MESSAGE = "must be 1-128 of letters, digits and ._@:+-, which may stand in quotes";

    private IdempotencyKey() {}

    /** The key of a header that matches {@link #REGEX}; null if there is no header. */
    public static @Nullable String of(@Nullable String header) {
        if (header == null || !header.startsWith("\"")) return header;
        return header.substring(1, header.length() - 1);
    }
}
