package io.bitchat.groups.group;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/** Limits on the size and creation of groups. */
@ConfigMapping(prefix = "bitchat.groups")
public interface GroupsConfig {
    /** Maximum number of members besides the creator. More are refused with 422 at creation, with 409 later. */
    @WithDefault("2000")
    @Positive
    @Max(10_000)
    int maxMembers();

    /**
     * Maximum number of groups that a caller may create per minute; ten times as many per address for callers without a
     * token.
     */
    @WithDefault("60")
    @Positive
    @Max(1_000_000)
    int creationsPerMinute();

    /**
     * Grace period after a peer leaves the directory. If it has not registered again by then, it also loses memberships
     * that it was given after it left.
     */
    @WithDefault("10s")
    Duration comeBack();

    /**
     * Maximum number of members of all groups that a caller creates per minute; ten times as many per address for
     * callers without a token.
     */
    @WithDefault("6000")
    @Positive
    @Max(100_000_000)
    int membersPerMinute();
}
