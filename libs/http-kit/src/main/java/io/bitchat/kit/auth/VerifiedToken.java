package io.bitchat.kit.auth;

import java.time.Instant;
import java.util.Set;

/**
 * Content of a token with a valid signature.
 *
 * @param subject claim {@code sub}
 * @param generation claim {@code gen}; the token is void once the subject's generation is higher
 * @param expiresAt claim {@code exp}
 * @param roles claim {@code roles}; empty for most peers
 */
public record VerifiedToken(String subject, long generation, Instant expiresAt, Set<String> roles) {
    /** Claim that carries {@link #generation}. */
    public static final String GENERATION_CLAIM = "gen";

    /** Claim that carries {@link #roles}. */
    public static final String ROLES_CLAIM = "roles";

    /** Role of an edge node: it may say which peers are near it, and carry messages for them. */
    public static final String EDGE_ROLE = "edge";

    /** The {@code iss} of every token of the suite. */
    public static final String ISSUER = "bitchat";

    public VerifiedToken {
        roles = Set.copyOf(roles);
    }

    /** The content of a token without roles. */
    public VerifiedToken(String subject, long generation, Instant expiresAt) {
        this(subject, generation, expiresAt, Set.of());
    }

    public boolean hasRole(String role) {
        return roles.contains(role);
    }
}
