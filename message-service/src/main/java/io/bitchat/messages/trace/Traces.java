package io.bitchat.messages.trace;

import io.bitchat.messages.trace.TraceResource.TraceResponse;
import io.bitchat.messages.trace.TraceResource.TraceStep;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds a message's trace from its row and the recorded steps. */
@ApplicationScoped
class Traces {
    private static final String MESSAGE = """
            select from_peer_id, status, received_at, sent_at, delivered_at, read_at, failed_at, failed_reason,
                   hop_count, via_node
            from messages where message_id = $1
            """;
    private static final String NOTED = """
            select step, at, transport, detail, reason, node
            from message_trace where message_id = $1 order by at, hop limit 200
            """;

    private final Pool pool;

    Traces(Pool pool) {
        this.pool = pool;
    }

    record Trace(String fromPeerId, TraceResponse response) {}

    Uni<Optional<Trace>> find(String messageId) {
        return pool.preparedQuery(MESSAGE).execute(Tuple.of(messageId)).flatMap(rows -> {
            if (rows.size() == 0) return Uni.createFrom().item(Optional.<Trace>empty());
            var message = rows.iterator().next();
            return noted(messageId).map(noted -> Optional.of(trace(messageId, message, noted)));
        });
    }

    private Uni<List<TraceStep>> noted(String messageId) {
        return pool.preparedQuery(NOTED).execute(Tuple.of(messageId)).map(rows -> {
            var steps = new ArrayList<TraceStep>();
            for (Row row : rows) {
                steps.add(new TraceStep(
                        row.getString(0),
                        row.getOffsetDateTime(1).toInstant(),
                        null,
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5)));
            }
            return steps;
        });
    }

    private static Trace trace(String messageId, Row message, List<TraceStep> noted) {
        var steps = new ArrayList<TraceStep>();
        steps.add(accepted(message));
        addStatus(steps, "stored", "sent", at(message, 3), null);
        steps.addAll(noted);
        addStatus(steps, "delivered", "delivered", at(message, 4), null);
        addStatus(steps, "read", "read", at(message, 5), null);
        addStatus(steps, "failed", "failed", at(message, 6), message.getString(7));
        // stable sort: steps of the same millisecond stay in their causal order
        steps.sort(Comparator.comparing(TraceStep::at));
        return new Trace(
                message.getString(0), new TraceResponse(messageId, message.getString(1), message.getInteger(8), steps));
    }

    private static void addStatus(
            List<TraceStep> steps, String step, String status, @Nullable Instant at, @Nullable String reason) {
        if (at != null) steps.add(new TraceStep(step, at, status, null, null, reason, null));
    }

    private static TraceStep accepted(Row message) {
        var node = message.getString(9);
        var at = Objects.requireNonNull(at(message, 2));
        return new TraceStep("accepted", at, "pending", node == null ? null : TraceLog.UPLINK, null, null, node);
    }

    private static @Nullable Instant at(Row row, int column) {
        var at = row.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
