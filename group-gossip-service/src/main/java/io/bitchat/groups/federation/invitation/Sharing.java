package io.bitchat.groups.federation.invitation;

import io.bitchat.gossip.seal.GroupKey;
import io.bitchat.groups.federation.SharedGroupTable;
import io.bitchat.groups.oplog.Operation;
import io.bitchat.groups.rights.Actor;
import io.bitchat.groups.rights.Outcome;
import io.bitchat.groups.rights.Refusal;
import io.bitchat.groups.rights.Rights;
import io.bitchat.groups.site.KnownSite;
import io.bitchat.groups.state.GroupTable;
import io.bitchat.groups.state.LockedGroup;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.commit.Transactions.Writes;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shares a group with a site. The first sharing creates the group's key and records the state to which operations are
 * applied.
 */
@ApplicationScoped
class Sharing {
    private final Transactions transactions;
    private final GroupTable groups;
    private final SharedGroupTable shared;
    private final SharingWrites writes;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Sharing(
            Transactions transactions,
            GroupTable groups,
            SharedGroupTable shared,
            SharingWrites writes,
            InstantSource clock) {
        this.transactions = transactions;
        this.groups = groups;
        this.shared = shared;
        this.writes = writes;
        this.clock = clock;
    }

    /** Needs an admin. Repeating it changes nothing. */
    Uni<Outcome<String>> share(String groupId, Actor actor, String name, Optional<KnownSite> site) {
        return transactions.decideThenWrite(connection -> groups.decide(connection, groupId, group -> {
            var refusal = refusal(group, actor, name, site);
            if (refusal != null) return Uni.createFrom().item(GroupTable.refused(refusal));
            return Uni.combine()
                    .all()
                    .unis(shared.origin(connection, groupId).map(Optional::ofNullable), writes.base(connection, group))
                    .with((origin, base) -> new Writes<>(
                            new Outcome.Done<>(groupId),
                            statements(connection, groupId, site.orElseThrow(), origin.isEmpty() ? base : null)));
        }));
    }

    private static @Nullable Refusal refusal(LockedGroup group, Actor actor, String name, Optional<KnownSite> site) {
        var role = group.roleOf(actor);
        if (role.isEmpty()) return Refusal.stranger(actor, group.group().groupId());
        if (!Rights.mayShare(role.get())) return new Refusal.RoleForbids(role.get());
        if (!group.group().isActive()) return new Refusal.Inactive(group.group().groupId());
        return site.isEmpty() ? new Refusal.UnknownSite(name) : null;
    }

    /** @param base null if the group is shared already */
    private List<Uni<Void>> statements(
            SqlConnection connection, String groupId, KnownSite site, Invitation.@Nullable Base base) {
        var all = new ArrayList<Uni<Void>>();
        if (base != null) all.addAll(writes.first(connection, groupId, GroupKey.generate(random), base));
        all.addAll(writes.invite(
                connection,
                groupId,
                site,
                new Operation.SiteAdded(
                        clock.instant(), site.name(), site.identity().text())));
        return all;
    }
}
