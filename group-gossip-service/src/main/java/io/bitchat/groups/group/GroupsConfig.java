package io.bitchat.groups.group;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/** How large groups may be. */
@ConfigMapping(prefix = "bitchat.groups")
public interface GroupsConfig {
    /** Members a group may have beside its creator: more at its creation is answered with 422, later with 409. */
    @WithDefault("2000")
    @Positive
    @Max(10_000)
    int maxMembers();

    /** Groups a caller may make in a minute; ten times as many from one address without a token. */
    @WithDefault("60")
    @Positive
    @Max(1_000_000)
    int creationsPerMinute();

    /**
     * For how long it is looked whether a peer that left comes back: if not, it is no member either of groups that it was let
     * into before this service had heard of its leaving.
     */
    @WithDefault("10s")
    Duration comeBack();

    /** Members of all groups that a caller makes in a minute; ten times as many from one address without a token. */
    @WithDefault("6000")
    @Positive
    @Max(100_000_000)
    int membersPerMinute();
}
