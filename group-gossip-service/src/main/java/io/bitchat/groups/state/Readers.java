package io.bitchat.groups.state;

import io.bitchat.groups.rights.Actor;
import io.bitchat.groups.rights.Refusal;
import io.bitchat.groups.rights.Refusals;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Lets those read a group who are in it; where nobody says who acts, everybody. */
@ApplicationScoped
public class Readers {
    private static final String IS_MEMBER = """
            select exists (select 1 from group_memberships m
                           where m.group_id = g.group_id and m.peer_id = $2 and m.is_active)
            from group_chats g where g.group_id = $1
            """;

    private final Pool pool;
    private final Refusals refusals;

    Readers(Pool pool, Refusals refusals) {
        this.pool = pool;
        this.refusals = refusals;
    }

    /** Passes, or fails with 404 or 403. */
    public Uni<Void> admit(Actor actor, String groupId) {
        var peerId =
                switch (actor) {
                    case Actor.Peer(var id) -> id;
                    case Actor.Anybody _ -> null;
                };
        return pool.preparedQuery(IS_MEMBER)
                .execute(Tuple.of(groupId, peerId))
                .invoke(rows -> {
                    if (rows.size() == 0) throw refusals.problem(new Refusal.UnknownGroup(groupId));
                    if (peerId != null && !rows.iterator().next().getBoolean(0)) {
                        throw refusals.problem(new Refusal.NotAMember(peerId, groupId));
                    }
                })
                .replaceWithVoid();
    }
}
