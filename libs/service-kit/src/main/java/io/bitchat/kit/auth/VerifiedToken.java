package io.bitchat.kit.auth;

import java.time.Instant;

/**
 * What a token with a good signature says.
 *
 * @param subject claim {@code sub}
 * @param generation claim {@code gen}: void once the subject's generation is higher
 * @param expiresAt claim {@code exp}
 */
public record VerifiedToken(String subject, long generation, Instant expiresAt) {
    /** Claim that carries {@link #generation}. */
    public static final String GENERATION_CLAIM = "gen";

    /** The {@code iss} of every token of the suite. */
    public static final String ISSUER = "bitchat";
}
