package io.bitchat.groups.group;

import io.bitchat.kit.auth.Access.Caller;
import io.bitchat.kit.limit.RateLimit;
import io.bitchat.kit.limit.RateLimitConfig;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Rate limit on new groups and their members, since each is a row. Callers without a token can choose any peer id, so
 * they are counted by IP address, with ten times the limit because many may share one.
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
        var key = caller.subject()
                .map(subject -> "peer:" + subject)
                .orElseGet(() -> ADDRESS + request.remoteAddress().hostAddress());
        groups.charge(key);
        // a group larger than the limit of a minute uses up the whole minute
        members.charge(key, Math.min(asked.members().size(), share(key, membersPerMinute)));
    }
}
