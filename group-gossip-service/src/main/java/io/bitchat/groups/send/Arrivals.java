package io.bitchat.groups.send;

import io.bitchat.groups.GroupMessage;
import io.bitchat.groups.peers.KnownPeers;
import io.bitchat.groups.state.LockedGroup;
import io.bitchat.kit.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Assigns positions at this site to messages of other sites, under the group's lock, as sends do. */
@ApplicationScoped
public class Arrivals {
    private final SendTable table;
    private final TallyTable tallies;
    private final KnownPeers peers;
    private final Outbox outbox;

    Arrivals(SendTable table, TallyTable tallies, KnownPeers peers, Outbox outbox) {
        this.table = table;
        this.tallies = tallies;
        this.peers = peers;
        this.outbox = outbox;
    }

    /** What must be read before messages can be placed: ids that are taken, and the clock entries of writers. */
    public record Known(Set<String> taken, Map<String, Long> entries) {
        /** The same without the ids of messages whose rows are deleted first. */
        public Known without(Collection<String> ids) {
            var left = new HashSet<>(taken);
            left.removeAll(ids);
            return new Known(left, entries);
        }
    }

    /** Reads this under the group's lock. */
    public Uni<Known> known(SqlConnection connection, String groupId, List<Arrival> arrivals) {
        if (arrivals.isEmpty()) return Uni.createFrom().item(new Known(Set.of(), Map.of()));
        var ids = arrivals.stream().map(Arrival::messageId).toList();
        var writers = arrivals.stream()
                .map(arrival -> new Writer(groupId, arrival.fromPeerId()))
                .collect(Collectors.toSet());
        return Uni.combine()
                .all()
                .unis(table.taken(connection, ids), table.entries(connection, writers))
                .with((taken, entries) -> {
                    var byPeer = new HashMap<String, Long>();
                    entries.forEach((writer, entry) -> byPeer.put(writer.peerId(), entry));
                    return new Known(new HashSet<>(taken), byPeer);
                });
    }

    /**
     * Statements that store and announce new messages; a message whose id is taken is skipped.
     *
     * @param voided ids of messages that are stored but not shown
     */
    public List<Uni<Void>> writes(
            SqlConnection connection, LockedGroup group, List<Arrival> arrivals, Known known, Set<String> voided) {
        var seen = new HashSet<>(known.taken());
        var fresh = arrivals.stream()
                .filter(arrival -> seen.add(arrival.messageId()))
                .toList();
        if (fresh.isEmpty()) return List.of();
        var tally = new GroupTally(group);
        var messages = new ArrayList<GroupMessage>();
        for (var arrival : fresh) messages.add(placed(tally, arrival, known, voided));
        var all = new ArrayList<Uni<Void>>();
        all.add(peers.addStubs(connection, authors(fresh)));
        if (!tally.messages().isEmpty()) all.addAll(tallies.writes(connection, List.of(tally)));
        all.add(table.insert(connection, messages));
        all.add(outbox.append(connection, events(tally)));
        return all;
    }

    private static GroupMessage placed(GroupTally tally, Arrival arrival, Known known, Set<String> voided) {
        if (voided.contains(arrival.messageId())) return arrival.unplaced();
        return tally.admit(arrival, known.entries().getOrDefault(arrival.fromPeerId(), 0L));
    }

    private static TreeSet<String> authors(List<Arrival> arrivals) {
        return arrivals.stream().map(Arrival::fromPeerId).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Outbox.Entry> events(GroupTally tally) {
        var recipients = List.copyOf(tally.group().members().keySet());
        return tally.messages().stream()
                .map(message -> SendWrites.entry(message, recipients))
                .toList();
    }
}
