package io.bitchat.groups.membership;

import io.bitchat.contracts.groups.GroupEvent;
import io.bitchat.groups.Role;
import io.bitchat.groups.group.GroupsConfig;
import io.bitchat.groups.rights.Outcome;
import io.bitchat.groups.state.GroupFacts;
import io.bitchat.groups.state.GroupFacts.Reason;
import io.bitchat.groups.state.GroupTable;
import io.bitchat.groups.state.LockedGroup;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.commit.Transactions.Writes;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.trace.TraceContext;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ends the memberships of peers that left the directory, group by group, some at a time. If the only admin leaves, the
 * longest-standing member becomes admin.
 */
@ApplicationScoped
class Departures {
    /**
     * Memberships that began before {@code until} end. It is now for peers that did not come back in time, otherwise
     * the time at which the peer left.
     */
    private static final String ENDING = """
            with ending as (
                select d.peer_id, d.heard_at,
                       case when d.heard_at < now() - $1 * interval '1 ms' and not coalesce(k.registered, false)
                            then now() else d.at end as until
                from departures d left join known_peers k on k.peer_id = d.peer_id)
            """;

    private static final String NEXT = ENDING + """
            select m.group_id, m.peer_id, e.until
            from (select peer_id, until from ending order by heard_at limit 2000) e
            join lateral (select group_id, peer_id from group_memberships m
                          where m.peer_id = e.peer_id and m.is_active and m.joined_at <= e.until limit 50) m on true
            limit 200
            """;
    private static final String DONE = ENDING + """
            delete from departures d using ending e
            where e.peer_id = d.peer_id and d.heard_at < now() - $1 * interval '1 ms'
              and not exists (select 1 from group_memberships m
                              where m.peer_id = d.peer_id and m.is_active and m.joined_at <= e.until)
            """;

    private final Pool pool;
    private final Transactions transactions;
    private final GroupTable groups;
    private final MembershipWrites writes;
    private final Newcomers times;
    private final Duration comeBack;

    Departures(
            Pool pool,
            Transactions transactions,
            GroupTable groups,
            MembershipWrites writes,
            Newcomers times,
            GroupsConfig config) {
        this.pool = pool;
        this.comeBack = config.comeBack();
        this.transactions = transactions;
        this.groups = groups;
        this.writes = writes;
        this.times = times;
    }

    /** @param until memberships that began before this time end */
    private record Departure(String groupId, String peerId, Instant until) {
        static Departure of(Row row) {
            return new Departure(
                    row.getString(0), row.getString(1), row.getOffsetDateTime(2).toInstant());
        }
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> endMemberships() {
        var patience = Tuple.of(comeBack.toMillis());
        return pool.preparedQuery(NEXT)
                .execute(patience)
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows).map(Departure::of))
                .onItem()
                .transformToUniAndConcatenate(this::patiently)
                .collect()
                .last()
                .chain(() -> pool.preparedQuery(DONE).execute(patience))
                .replaceWithVoid();
    }

    /** A failure in one group does not hold up the others. */
    private Uni<Void> patiently(Departure departure) {
        return end(departure)
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> Log.warnf(
                        "membership could not be ended, retrying group=%s peer=%s cause=%s",
                        departure.groupId(), departure.peerId(), failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Outcome<Boolean>> end(Departure departure) {
        return transactions.decideThenWrite(connection ->
                groups.decide(connection, departure.groupId(), group -> decide(connection, group, departure)));
    }

    private Uni<Writes<Outcome<Boolean>>> decide(SqlConnection connection, LockedGroup group, Departure departure) {
        if (!group.members().containsKey(departure.peerId()))
            return Uni.createFrom().item(written(List.of()));
        var change = new MembershipChange(
                departure.groupId(),
                new io.bitchat.groups.rights.Actor.Peer(departure.peerId()),
                departure.peerId(),
                TraceContext.start());
        var heir = group.isLastAdmin(departure.peerId())
                ? writes.heir(connection, departure.groupId(), departure.peerId())
                : Uni.createFrom().item(Optional.<Membership>empty());
        return Uni.combine()
                .all()
                .unis(writes.member(connection, change), heir)
                .with((member, next) -> member.joinedAt().isAfter(departure.until())
                        ? written(List.of())
                        : written(statements(connection, group, member, next)));
    }

    private List<Uni<Void>> statements(
            SqlConnection connection, LockedGroup group, Membership member, Optional<Membership> heir) {
        var now = times.now();
        var after = group.without(member.peerId());
        var left = GroupFacts.left(after, now, member.peerId(), Reason.LEFT);
        var all = new ArrayList<>(writes.statements(connection, after, member.endedAt(now), entry(left)));
        heir.ifPresent(next -> {
            var governed = after.with(next.peerId(), Role.ADMIN);
            var fact = GroupFacts.roleChanged(governed, now, next.peerId(), Role.ADMIN);
            all.addAll(writes.statements(connection, governed, next.as(Role.ADMIN), entry(fact)));
        });
        return all;
    }

    private static Outbox.Entry entry(GroupEvent fact) {
        return new Outbox.Entry(fact, TraceContext.start());
    }

    private static Writes<Outcome<Boolean>> written(List<Uni<Void>> statements) {
        return new Writes<>(new Outcome.Done<>(!statements.isEmpty()), statements);
    }
}
