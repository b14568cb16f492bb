package io.bitchat.groups.group;

import io.bitchat.kit.auth.Access.Caller;
import io.bitchat.kit.auth.VerifiedToken;
import io.bitchat.kit.limit.RateLimit;
import io.bitchat.kit.limit.RateLimitConfig;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * How many groups a caller may make, and with how many members: each is a row. A caller without a token may call itself
 * what it likes, so its address is counted; many may share one.
 */
@ApplicationScoped
class CreationLimit {
    private static final int CALLERS_OF_AN_ADDRESS = 10;
    private static final String ADDRESS = "address:";

    private final boolean enabled;
    private final int membersPerMinute;
    private final RateLimit groups;
    private final RateLimit members;

    CreationLimit(GroupsConfig config, RateLimitConfig limits) {
        this.enabled = limits.enabled();
        this.membersPerMinute = config.membersPerMinute();
        int groupsPerMinute = config.creationsPerMinute();
        this.groups = new RateLimit("new groups", key -> share(key, groupsPerMinute), limits.maxCallers());
        this.members = new RateLimit("members of new groups", key -> share(key, membersPerMinute), limits.maxCallers());
    }

    private static int share(String key, int perMinute) {
        return key.startsWith(ADDRESS) ? Math.multiplyExact(perMinute, CALLERS_OF_AN_ADDRESS) : perMinute;
    }

    /** Counts one group and its members, or throws a 429. */
    void charge(Caller caller, HttpServerRequest request, NewGroup asked) {
        if (!enabled) return;
        var key = caller.token()
                .map(VerifiedToken::subject)
                .map(subject -> "peer:" + subject)
                .orElseGet(() -> ADDRESS + request.remoteAddress().hostAddress());
        groups.charge(key);
        // a group that is larger than what a minute allows takes all of a minute
        members.charge(key, Math.min(asked.members().size(), share(key, membersPerMinute)));
    }
}
