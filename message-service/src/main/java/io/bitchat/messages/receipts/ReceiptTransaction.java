package io.bitchat.messages.receipts;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.messages.MessageEvent;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.messages.Status;
import io.bitchat.messages.receipts.GroupReceipts.Copy;
import io.bitchat.messages.receipts.GroupReceipts.Place;
import io.bitchat.messages.trace.TraceLog;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Moves messages to delivered or read and writes the events, for a batch of receipts. */
@ApplicationScoped
class ReceiptTransaction {
    /** Locks in id order, so that two batches cannot deadlock. */
    private static final String LOCK = """
            select m.message_id, m.status, m.from_peer_id, m.to_peer_id, m.conversation, m.position, m.failed_reason,
                   p.read_receipts
            from messages m join known_peers p on p.peer_id = m.to_peer_id
            where m.message_id = any($1)
            order by m.message_id
            for no key update of m
            """;

    private static final String MOVE = """
            with receipt as (
                select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $6::int[])
                as r (message_id, peer_id, position, status, hops)),
            arrived as (
                delete from undelivered u using receipt r
                where u.peer_id = r.peer_id and u.position = r.position)
            update messages m
            set status = r.status,
                hop_count = coalesce(r.hops, m.hop_count),
                delivered_at = coalesce(m.delivered_at, $5),
                read_at = case when r.status = 'read' then coalesce(m.read_at, $5) else m.read_at end
            from receipt r
            where m.message_id = r.message_id
            """;

    private final GroupReceipts groups;
    private final Outbox outbox;
    private final TraceLog trace;
    private final InstantSource clock;

    ReceiptTransaction(GroupReceipts groups, Outbox outbox, TraceLog trace, InstantSource clock) {
        this.groups = groups;
        this.outbox = outbox;
        this.trace = trace;
        this.clock = clock;
    }

    private record Target(
            String messageId,
            Status status,
            String from,
            String to,
            String conversation,
            long position,
            @Nullable String failedReason,
            boolean readReceipts) {

        static Target of(Row row) {
            return new Target(
                    row.getString(0),
                    Status.of(row.getString(1)),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getLong(5),
                    row.getString(6),
                    row.getBoolean(7));
        }
    }

    /** A message and its new status. */
    private record Move(Target target, Status to, Receipt cause) {
        /** Whether the message was not delivered before. */
        boolean isDelivery() {
            return target.status().mayBecome(Status.DELIVERED);
        }

        @Nullable
        Integer hops() {
            return cause.route() == null ? null : cause.route().nodes().size();
        }

        List<TraceLog.Step> steps(Instant now) {
            var route = cause.route();
            return route == null
                    ? List.of()
                    : TraceLog.Step.hops(target.messageId(), now, route.nodes(), route.transport(), target.to());
        }
    }

    /**
     * The outcomes in the order of the receipts.
     *
     * @param direct messages between two peers that arrived with this batch
     * @param inGroups copies of group messages that arrived with it; known after the commit
     */
    record Result(List<ReceiptOutcome> outcomes, long direct, AtomicInteger inGroups) {}

    Uni<Transactions.Writes<Result>> run(SqlConnection connection, List<Receipt> receipts) {
        var ids = receipts.stream().map(Receipt::messageId).distinct().toArray(String[]::new);
        return connection.preparedQuery(LOCK).execute(Tuple.of((Object) ids)).flatMap(rows -> {
            var targets = new HashMap<String, Target>();
            rows.forEach(row -> targets.put(row.getString(0), Target.of(row)));
            var others = receipts.stream()
                    .filter(receipt -> !targets.containsKey(receipt.messageId()))
                    .toList();
            return groups.find(connection, others).map(copies -> decide(connection, receipts, targets, copies));
        });
    }

    private Transactions.Writes<Result> decide(
            SqlConnection connection,
            List<Receipt> receipts,
            Map<String, Target> targets,
            Map<Copy, Optional<Place>> copies) {
        var moves = new HashMap<String, Move>();
        var outcomes = receipts.stream()
                .map(receipt -> {
                    var target = targets.get(receipt.messageId());
                    return target == null ? decide(receipt, copies) : decide(receipt, target, moves);
                })
                .toList();
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var inGroups = new AtomicInteger();
        var statements = new ArrayList<>(writes(connection, List.copyOf(moves.values()), now));
        statements.addAll(groups.writes(connection, receipts, copies, now, inGroups));
        long direct = moves.values().stream().filter(Move::isDelivery).count();
        return new Transactions.Writes<>(new Result(outcomes, direct, inGroups), statements);
    }

    /** A group message stays sent, because its status says nothing about a single recipient. */
    private static ReceiptOutcome decide(Receipt receipt, Map<Copy, Optional<Place>> copies) {
        var place = copies.get(Copy.of(receipt));
        if (place == null) return new ReceiptOutcome.UnknownMessage();
        return place.isPresent() || receipt.isAnonymous()
                ? new ReceiptOutcome.Noted(Status.SENT)
                : new ReceiptOutcome.NotRecipient();
    }

    private static ReceiptOutcome decide(Receipt receipt, Target target, Map<String, Move> moves) {
        if (!receipt.caller().mayActAs(target.to())) return new ReceiptOutcome.NotRecipient();
        if (target.failedReason() != null) return new ReceiptOutcome.TooLate(target.failedReason());
        // with read receipts switched off, a read message counts as delivered only
        var to = target.readReceipts() ? receipt.status() : Status.DELIVERED;
        var planned = moves.get(receipt.messageId());
        var current = planned == null ? target.status() : planned.to();
        if (!current.mayBecome(to)) return new ReceiptOutcome.Noted(current);
        moves.put(receipt.messageId(), new Move(target, to, receipt));
        return new ReceiptOutcome.Noted(to);
    }

    private List<Uni<Void>> writes(SqlConnection connection, List<Move> moves, Instant now) {
        if (moves.isEmpty()) return List.of();
        var columns = Tuple.of(
                moves.stream().map(move -> move.target().messageId()).toArray(String[]::new),
                moves.stream().map(move -> move.target().to()).toArray(String[]::new),
                moves.stream().map(move -> move.target().position()).toArray(Long[]::new),
                moves.stream().map(move -> move.to().wire()).toArray(String[]::new),
                now.atOffset(ZoneOffset.UTC),
                moves.stream().map(Move::hops).toArray(Integer[]::new));
        var steps = moves.stream().flatMap(move -> move.steps(now).stream()).toList();
        return List.of(
                connection.preparedQuery(MOVE).execute(columns).replaceWithVoid(),
                outbox.append(connection, events(moves, now)),
                trace.note(connection, steps));
    }

    private static List<Outbox.Entry> events(List<Move> moves, Instant now) {
        var entries = new ArrayList<Outbox.Entry>();
        for (var move : moves) {
            var target = move.target();
            var trace = move.cause().trace();
            if (move.isDelivery()) entries.add(new Outbox.Entry(delivered(target, now), trace));
            if (move.to() == Status.READ) entries.add(new Outbox.Entry(read(target, now), trace));
        }
        return entries;
    }

    private static Event delivered(Target target, Instant now) {
        return new MessageEvent.Delivered(target.messageId(), now, target.conversation(), target.from(), target.to());
    }

    private static Event read(Target target, Instant now) {
        return new MessageEvent.Read(target.messageId(), now, target.conversation(), target.from(), target.to());
    }
}
