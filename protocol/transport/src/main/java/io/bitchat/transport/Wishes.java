package io.bitchat.transport;

import org.jspecify.annotations.Nullable;

/**
 * What the sender of a message asks of the planner.
 *
 * @param preference transport to try first; null if the planner chooses
 * @param strict whether nothing else will do: only the preferred transport, and refused instead of queued
 */
public record Wishes(
        @Nullable TransportId preference, Privacy privacy, boolean strict, Policy policy, Strategy strategy) {
    /** No wish: the planner chooses by {@link Policy#SEED}. */
    public static final Wishes NONE = new Wishes(null, Privacy.ANY, false, Policy.SEED, Strategy.SINGLE);

    public Wishes withPreference(@Nullable TransportId transport) {
        return new Wishes(transport, privacy, strict, policy, strategy);
    }

    public Wishes withPrivacy(Privacy value) {
        return new Wishes(preference, value, strict, policy, strategy);
    }

    public Wishes withStrict(boolean value) {
        return new Wishes(preference, privacy, value, policy, strategy);
    }

    public Wishes withPolicy(Policy value) {
        return new Wishes(preference, privacy, strict, value, strategy);
    }

    public Wishes withStrategy(Strategy value) {
        return new Wishes(preference, privacy, strict, policy, value);
    }
}
