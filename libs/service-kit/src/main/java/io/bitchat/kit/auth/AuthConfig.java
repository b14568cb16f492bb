package io.bitchat.kit.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Who has to prove who they are. */
@ConfigMapping(prefix = "bitchat.auth")
public interface AuthConfig {
    /** How much proof a request needs. */
    enum Mode {
        /** None: every caller is believed. For one machine; refused on an address that others can reach. */
        OPEN,
        /** A token is checked where one is sent; without one the caller is believed. */
        OPTIONAL,
        /** Every request needs a token and acts as its subject only. */
        REQUIRED
    }

    /** How much proof a request needs. */
    @WithDefault("required")
    Mode mode();

    /** Lets {@code open} listen on an address that other machines can reach. */
    @WithDefault("false")
    boolean openForced();

    /** Where the keys that tokens are verified with are published. */
    @WithDefault("http://127.0.0.1:8081/.well-known/jwks.json")
    URI jwksUrl();

    /** An unknown key makes a service ask again, at most this often. */
    @WithDefault("5s")
    Duration jwksRefresh();

    /** Verified tokens kept in memory, so that a signature is checked once and not with each request. */
    @WithDefault("20000")
    int tokenCache();
}
