package io.bitchat.kit.auth;

import java.time.Instant;

/**
 * Content of a token with a valid signature.
 *
 * @param subject claim {@code sub}
 * @param generation claim {@code gen}; the token is void once the subject's generation is higher
 * @param expiresAt claim {@code exp}
 */
public record VerifiedToken(String subject, long generation, Instant expiresAt) {
    /** Claim that carries {@link #generation}. */
    public static final String GENERATION_CLAIM = "gen";

    /** The {@code iss} of every token of the suite. */
    public static final String ISSUER = "bitchat";
}
