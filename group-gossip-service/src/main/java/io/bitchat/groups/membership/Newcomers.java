package io.bitchat.groups.membership;

import io.bitchat.groups.Role;
import io.bitchat.groups.group.GroupsConfig;
import io.bitchat.kit.time.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Source of the ids, times and size limit for new memberships. */
@ApplicationScoped
class Newcomers {
    private final GroupsConfig config;
    private final Ids ids;
    private final InstantSource clock;

    Newcomers(GroupsConfig config, Ids ids, InstantSource clock) {
        this.config = config;
        this.ids = ids;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    int maxMembers() {
        return config.maxMembers();
    }

    Membership in(MembershipChange change, Role as) {
        return new Membership(ids.next(), change.groupId(), change.peerId(), as, now(), null, 0);
    }
}
