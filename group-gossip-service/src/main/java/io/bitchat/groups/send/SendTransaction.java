package io.bitchat.groups.send;

import io.bitchat.groups.GroupMessage;
import io.bitchat.groups.history.GroupMessageReader;
import io.bitchat.groups.rights.Outcome;
import io.bitchat.groups.state.GroupTable;
import io.bitchat.kit.commit.Transactions.Writes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The transaction of a batch: locks, positions, messages and events, all or nothing. */
@ApplicationScoped
class SendTransaction {
    private final GroupTable groups;
    private final SendTable table;
    private final GroupMessageReader reader;
    private final SendWrites writes;
    private final InstantSource clock;

    SendTransaction(
            GroupTable groups, SendTable table, GroupMessageReader reader, SendWrites writes, InstantSource clock) {
        this.groups = groups;
        this.table = table;
        this.reader = reader;
        this.writes = writes;
        this.clock = clock;
    }

    /** @param accepted number of newly stored messages */
    record Result(List<Outcome<GroupMessage>> outcomes, int accepted) {}

    /** Pipelines all queries, the locks first: nobody can change what is read under them. */
    Uni<Writes<Result>> run(SqlConnection connection, List<Draft> drafts) {
        var locked = groups.lock(connection, drafts.stream().map(Draft::groupId).toList());
        var writers = drafts.stream().map(Writer::of).collect(Collectors.toCollection(LinkedHashSet::new));
        return Uni.combine()
                .all()
                .unis(locked, table.entries(connection, writers), storedBefore(connection, drafts))
                // the clock is read while the groups are locked, so times ascend with positions
                .with((found, entries, stored) -> new SendBatch(drafts, found, entries, stored, clock.instant()))
                .map(batch -> new Writes<>(
                        new Result(batch.outcomes(), batch.accepted()), writes.of(connection, batch, drafts)));
    }

    /** Only drafts with an id or key of the client can be repetitions, and few are. */
    private Uni<Map<String, GroupMessage>> storedBefore(SqlConnection connection, List<Draft> drafts) {
        var ids = drafts.stream()
                .filter(Draft::isRepeatable)
                .flatMap(draft -> Stream.of(draft.messageId(), Objects.requireNonNull(draft.formerId())))
                .distinct()
                .toList();
        if (ids.isEmpty()) return Uni.createFrom().item(Map.of());
        return table.taken(connection, ids)
                .flatMap(taken -> taken.isEmpty() ? Uni.createFrom().item(Map.of()) : reader.byMessageIds(taken));
    }
}
