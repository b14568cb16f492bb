package io.bitchat.messages.edge;

import io.bitchat.contracts.transport.InboundEvent;
import io.bitchat.contracts.transport.InboundEvent.Attempted;
import io.bitchat.contracts.transport.InboundEvent.Delivered;
import io.bitchat.kit.auth.Access.Caller;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.messages.edge.Refusals.Refusal;
import io.bitchat.messages.receipts.ReceiptOutcome;
import io.bitchat.messages.receipts.Receipts;
import io.bitchat.messages.receipts.Route;
import io.bitchat.messages.trace.TraceLog;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What became of messages that were offered to edge nodes: steps of their traces, and receipts. */
@ApplicationScoped
class PassedOn {
    private static final String PARTIES = """
            select message_id, from_peer_id, to_peer_id from messages
            where message_id = any($1) and to_peer_id is not null
            """;

    private final Receipts receipts;
    private final TraceLog trace;

    PassedOn(Receipts receipts, TraceLog trace) {
        this.receipts = receipts;
        this.trace = trace;
    }

    private record Parties(String from, String to) {}

    /** Applies the facts whose sender and recipient are those of the message; returns the others. */
    Uni<List<Refusal>> apply(SqlConnection connection, List<Attempted> attempts, List<Delivered> deliveries) {
        if (attempts.isEmpty() && deliveries.isEmpty()) return Uni.createFrom().item(List.of());
        return parties(connection, attempts, deliveries).flatMap(known -> {
            var refusals = new ArrayList<Refusal>();
            var steps = new ArrayList<TraceLog.Step>();
            var arrived = new ArrayList<Uni<ReceiptOutcome>>();
            for (var event : attempts) {
                var fault = faultOf(event, event.fromPeerId(), known);
                if (fault.isEmpty()) steps.add(step(event));
                else refusals.add(new Refusal("attempted", event.messageId(), event.peerId(), fault));
            }
            for (var event : deliveries) {
                var fault = faultOf(event, event.fromPeerId(), known);
                if (fault.isEmpty()) arrived.add(deliver(event));
                else refusals.add(new Refusal("delivered", event.messageId(), event.peerId(), fault));
            }
            return all(arrived).chain(() -> trace.note(connection, steps)).replaceWith(refusals);
        });
    }

    private static Uni<Map<String, Parties>> parties(
            SqlConnection connection, List<Attempted> attempts, List<Delivered> deliveries) {
        var ids = Stream.<InboundEvent>concat(attempts.stream(), deliveries.stream())
                .map(InboundEvent::messageId)
                .distinct()
                .toArray(String[]::new);
        return connection.preparedQuery(PARTIES).execute(Tuple.of((Object) ids)).map(rows -> {
            var parties = new HashMap<String, Parties>();
            rows.forEach(row -> parties.put(row.getString(0), new Parties(row.getString(1), row.getString(2))));
            return parties;
        });
    }

    /** A node must not speak about messages of other peers. Returns an empty code for a message that it may name. */
    private static String faultOf(InboundEvent event, String from, Map<String, Parties> known) {
        var parties = known.get(event.messageId());
        if (parties == null) return "unknown_message";
        return parties.equals(new Parties(from, event.peerId())) ? "" : "other_peers";
    }

    private static TraceLog.Step step(Attempted event) {
        var at = event.at().truncatedTo(ChronoUnit.MILLIS);
        return TraceLog.Step.failedAttempt(event.messageId(), at, event.transport(), event.node(), event.reason());
    }

    private Uni<ReceiptOutcome> deliver(Delivered event) {
        var caller = new Caller.VouchedFor(event.peerId());
        var route = new Route(event.route(), event.transport());
        return receipts.delivered(event.messageId(), caller, route, TraceContext.start());
    }

    /** A message that is delivered or failed already stays as it is, so the outcomes need no answer. */
    private static Uni<Void> all(List<Uni<ReceiptOutcome>> receipts) {
        return receipts.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(receipts).andCollectFailures().replaceWithVoid();
    }
}
