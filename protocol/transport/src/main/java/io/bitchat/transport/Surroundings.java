package io.bitchat.transport;

import java.util.List;
import java.util.Set;

/**
 * What a node knows when it plans one message.
 *
 * @param transports all transports of the registry, also those that do not work; each id once
 * @param internet whether the internet can be reached
 * @param lowBattery whether the battery is low, or the sender says so
 * @param members to whom a broadcast goes, for transports that cannot broadcast; empty if they are not known
 */
public record Surroundings(List<TransportState> transports, boolean internet, boolean lowBattery, Set<String> members) {
    /** @throws IllegalArgumentException if a transport is there twice */
    public Surroundings {
        transports = List.copyOf(transports);
        members = Set.copyOf(members);
        if (transports.stream().map(TransportState::id).distinct().count() < transports.size()) {
            throw new IllegalArgumentException("a transport is there twice");
        }
    }

    /** Nothing known but the transports: internet, a good battery, no members. */
    public static Surroundings of(TransportState... transports) {
        return new Surroundings(List.of(transports), true, false, Set.of());
    }

    public Surroundings withInternet(boolean value) {
        return new Surroundings(transports, value, lowBattery, members);
    }

    public Surroundings withLowBattery(boolean value) {
        return new Surroundings(transports, internet, value, members);
    }

    public Surroundings withMembers(Set<String> value) {
        return new Surroundings(transports, internet, lowBattery, value);
    }

    public Surroundings withTransports(List<TransportState> value) {
        return new Surroundings(value, internet, lowBattery, members);
    }
}
