package io.bitchat.groups.send;

import io.bitchat.contracts.groups.GroupMessageEvent;
import io.bitchat.groups.GroupMessage;
import io.bitchat.groups.peers.KnownPeers;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Writes the decisions of a batch. */
@ApplicationScoped
class SendWrites {
    private final SendTable table;
    private final TallyTable tallies;
    private final KnownPeers peers;
    private final Outbox outbox;

    SendWrites(SendTable table, TallyTable tallies, KnownPeers peers, Outbox outbox) {
        this.table = table;
        this.tallies = tallies;
        this.peers = peers;
        this.outbox = outbox;
    }

    /** The statements in order; none if no message is new. */
    List<Uni<Void>> of(SqlConnection connection, SendBatch batch, List<Draft> drafts) {
        if (batch.tallies().isEmpty()) return List.of();
        var fresh = batch.tallies().stream()
                .flatMap(tally -> tally.messages().stream())
                .toList();
        var all = new ArrayList<Uni<Void>>();
        all.add(peers.addStubs(connection, authors(fresh)));
        all.addAll(tallies.writes(connection, batch.tallies()));
        all.add(table.insert(connection, fresh));
        all.add(outbox.append(connection, events(batch, drafts)));
        return all;
    }

    private static TreeSet<String> authors(List<GroupMessage> messages) {
        return messages.stream().map(GroupMessage::fromPeerId).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Outbox.Entry> events(SendBatch batch, List<Draft> drafts) {
        Map<UUID, TraceContext> traces = drafts.stream().collect(Collectors.toMap(Draft::id, Draft::trace));
        var entries = new ArrayList<Outbox.Entry>();
        for (var tally : batch.tallies()) {
            var recipients = List.copyOf(tally.group().members().keySet());
            for (var message : tally.messages()) {
                var trace = traces.getOrDefault(message.id(), TraceContext.start());
                entries.add(new Outbox.Entry(delivered(message, recipients), trace));
            }
        }
        return entries;
    }

    /** The event of a message that was not caused by a request to this site. */
    static Outbox.Entry entry(GroupMessage message, List<String> recipients) {
        return new Outbox.Entry(delivered(message, recipients), TraceContext.start());
    }

    private static GroupMessageEvent delivered(GroupMessage message, List<String> recipients) {
        return new GroupMessageEvent.Delivered(
                message.messageId(),
                message.receivedAt(),
                message.groupId(),
                message.fromPeerId(),
                message.sequence(),
                message.clockEntry(),
                message.content(),
                message.encryptionAlgorithm(),
                message.nonce(),
                message.sentAt(),
                message.ttl(),
                message.hopCount(),
                recipients);
    }
}
