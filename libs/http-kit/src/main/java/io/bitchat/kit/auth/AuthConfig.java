package io.bitchat.kit.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Settings for authentication. */
@ConfigMapping(prefix = "bitchat.auth")
public interface AuthConfig {
    /** Authentication that a request needs. */
    enum Mode {
        /** None: every caller is trusted. For a single machine; refused on an address that other machines can reach. */
        OPEN,
        /** A token is checked if one is sent; without one the caller is trusted. */
        OPTIONAL,
        /** Every request needs a token, and acts only for its subject. */
        REQUIRED
    }

    /** Authentication that a request needs. */
    @WithDefault("required")
    Mode mode();

    /** Whether {@code open} and {@code optional} may listen on an address that other machines can reach. */
    @WithDefault("false")
    boolean openForced();

    /** URL of the JWKS document with the keys that verify tokens. */
    @WithDefault("http://127.0.0.1:8081/.well-known/jwks.json")
    URI jwksUrl();

    /** Minimum interval between fetches of the JWKS document. An unknown key id triggers a fetch. */
    @WithDefault("5s")
    Duration jwksRefresh();

    /**
     * Maximum number of verified tokens kept in memory, so that a signature is not verified again with each request.
     */
    @WithDefault("20000")
    int tokenCache();
}
