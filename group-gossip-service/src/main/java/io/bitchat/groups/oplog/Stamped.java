package io.bitchat.groups.oplog;

/**
 * An operation with its position in the order that all sites agree on.
 *
 * @param time hybrid time in the gossip protocol
 * @param site tie-breaker for operations of the same time; compared as an unsigned number
 */
public record Stamped(long time, long site, Operation operation) implements Comparable<Stamped> {
    @Override
    public int compareTo(Stamped other) {
        int times = Long.compare(time, other.time);
        return times != 0 ? times : Long.compareUnsigned(site, other.site);
    }
}
