package io.bitchat.transport;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** By what the transports that can carry a message are ranked. docs/transport.md explains each. */
public enum Policy {
    /** The decision matrix: offline ble, private htx, broadcast ble, everything else htx; then by priority. */
    SEED("balanced"),
    /** A live direct link first, then the shortest latency. */
    FASTEST("performance_first"),
    /** The most private way first. */
    PRIVATE("privacy_first"),
    /** What costs the least battery first. */
    BATTERY("mobile_optimized"),
    /** What needs no internet first. */
    OFFLINE("offline_first");

    private final String profile;

    Policy(String profile) {
        this.profile = profile;
    }

    /** The name that clients use. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The profile that stands for this policy, another name for it. */
    public String profile() {
        return profile;
    }

    /** The policy of this name or profile. */
    public static Optional<Policy> named(String text) {
        return Arrays.stream(values())
                .filter(policy -> List.of(policy.wire(), policy.profile).contains(text))
                .findFirst();
    }
}
