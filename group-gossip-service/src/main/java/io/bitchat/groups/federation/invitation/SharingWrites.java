package io.bitchat.groups.federation.invitation;

import io.bitchat.gossip.seal.GroupKey;
import io.bitchat.groups.Role;
import io.bitchat.groups.federation.SharedGroupTable;
import io.bitchat.groups.federation.SiteTable;
import io.bitchat.groups.oplog.Operation;
import io.bitchat.groups.site.KnownSite;
import io.bitchat.groups.site.SiteKeys;
import io.bitchat.groups.site.SitesConfig;
import io.bitchat.groups.state.LockedGroup;
import io.bitchat.groups.state.OperationTable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes for sharing a group. */
@ApplicationScoped
class SharingWrites {
    private static final String MEMBERS = """
            select peer_id, role, joined_at from group_memberships where group_id = $1 and is_active order by peer_id
            """;

    private final SharedGroupTable groups;
    private final SiteTable sites;
    private final OperationTable operations;
    private final SiteKeys keys;
    private final SitesConfig config;

    SharingWrites(
            SharedGroupTable groups, SiteTable sites, OperationTable operations, SiteKeys keys, SitesConfig config) {
        this.groups = groups;
        this.sites = sites;
        this.operations = operations;
        this.keys = keys;
        this.config = config;
    }

    /** The group as it is now. */
    Uni<Invitation.Base> base(SqlConnection connection, LockedGroup locked) {
        var group = locked.group();
        return connection
                .preparedQuery(MEMBERS)
                .execute(Tuple.of(group.groupId()))
                .map(rows -> {
                    var members = new ArrayList<Invitation.Member>();
                    rows.forEach(row -> members.add(new Invitation.Member(
                            row.getString("peer_id"),
                            Role.of(row.getString("role")),
                            row.getOffsetDateTime("joined_at").toInstant())));
                    return new Invitation.Base(group.name(), group.description(), group.isActive(), members);
                });
    }

    List<Uni<Void>> first(SqlConnection connection, String groupId, GroupKey key, Invitation.Base base) {
        return List.of(
                groups.insert(connection, groupId, key, base.json()),
                sites.add(connection, groupId, config.name(), keys.identity(), true));
    }

    List<Uni<Void>> invite(SqlConnection connection, String groupId, KnownSite site, Operation.SiteAdded operation) {
        return List.of(
                sites.add(connection, groupId, site.name(), site.identity(), false),
                operations.append(connection, groupId, operation));
    }
}
