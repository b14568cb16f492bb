package io.bitchat.groups.rights;

import io.bitchat.groups.Role;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Checks that an actor may read a group: members may, and anonymous callers. */
@ApplicationScoped
public class Readers {
    private static final String IS_MEMBER = """
            select exists (select 1 from group_memberships m
                           where m.group_id = g.group_id and m.peer_id = $2 and m.is_active)
            from group_chats g where g.group_id = $1
            """;

    private static final String ROLE =
            "select role from group_memberships where group_id = $1 and peer_id = $2 and is_active";

    private final Pool pool;
    private final Refusals refusals;

    Readers(Pool pool, Refusals refusals) {
        this.pool = pool;
        this.refusals = refusals;
    }

    /** Completes for admins and anonymous callers; fails with 404 or 403 for others. */
    public Uni<Void> admitAdmin(Actor actor, String groupId) {
        return admit(actor, groupId).chain(() -> switch (actor) {
            case Actor.Anybody _ -> Uni.createFrom().voidItem();
            case Actor.Peer(var peerId) ->
                pool.preparedQuery(ROLE)
                        .execute(Tuple.of(groupId, peerId))
                        .invoke(rows -> {
                            // the membership may have ended since the look before
                            if (rows.size() == 0) throw refusals.problem(new Refusal.NotAMember(peerId, groupId));
                            requireAdmin(Role.of(rows.iterator().next().getString(0)));
                        })
                        .replaceWithVoid();
        });
    }

    private void requireAdmin(Role role) {
        if (role != Role.ADMIN) throw refusals.problem(new Refusal.RoleForbids(role));
    }

    /** Completes if the actor may read the group; fails with 404 or 403 otherwise. */
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
