package io.bitchat.groups.federation;

import io.bitchat.gossip.PeerId;
import io.bitchat.groups.oplog.Operation;
import io.bitchat.groups.site.SiteIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The sites that share each group. */
@ApplicationScoped
public class SiteTable {
    private static final String LIST = """
            select site_id, name, identity, answered_at is not null as answered, refused from group_sites
            where group_id = $1 order by invited_at, name
            """;
    private static final String ADD = """
            insert into group_sites as s (group_id, site_id, name, identity, invited_at, answered_at)
            values ($1, $2, $3, $4, now(), case when $5 then now() end)
            on conflict (group_id, site_id) do update set answered_at = null, refused = null where s.refused is not null
            """;
    private static final String ANSWERED = """
            update group_sites set answered_at = now(), refused = $3
            where group_id = $1 and site_id = $2 and answered_at is null
            """;

    private final Pool pool;

    SiteTable(Pool pool) {
        this.pool = pool;
    }

    /** A site that shares the group or was invited to; {@code refused} is the reason of its refusal. */
    record SharedWith(
            PeerId id,
            String name,
            String identity,
            boolean answered,
            @Nullable String refused) {}

    Uni<List<SharedWith>> of(String groupId) {
        return list(pool, groupId);
    }

    Uni<List<SharedWith>> of(SqlConnection connection, String groupId) {
        return list(connection, groupId);
    }

    private static Uni<List<SharedWith>> list(SqlClient client, String groupId) {
        return client.preparedQuery(LIST).execute(Tuple.of(groupId)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(SiteTable::site)
                .toList());
    }

    private static SharedWith site(Row row) {
        return new SharedWith(
                new PeerId(row.getLong("site_id")),
                row.getString("name"),
                row.getString("identity"),
                row.getBoolean("answered"),
                row.getString("refused"));
    }

    /** @param answered whether the site needs no invitation */
    public Uni<Void> add(
            SqlConnection connection, String groupId, String name, SiteIdentity identity, boolean answered) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.tuple(Arrays.asList(groupId, identity.id().value(), name, identity.text(), answered)))
                .replaceWithVoid();
    }

    /** Adds a site that another one has invited. */
    public Uni<Void> learn(SqlConnection connection, String groupId, Operation.SiteAdded site) {
        return SiteIdentity.parse(site.identity())
                .map(identity -> learn(connection, groupId, site.name(), identity))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static Uni<Void> learn(SqlConnection connection, String groupId, String name, SiteIdentity identity) {
        return connection
                .preparedQuery("""
                        insert into group_sites (group_id, site_id, name, identity, invited_at, answered_at)
                        values ($1, $2, $3, $4, now(), now()) on conflict do nothing
                        """)
                .execute(Tuple.of(groupId, identity.id().value(), name, identity.text()))
                .replaceWithVoid();
    }

    /** Records a site's answer; only the first one counts. */
    public Uni<Void> answered(String groupId, PeerId site, @Nullable String refused) {
        return pool.preparedQuery(ANSWERED)
                .execute(Tuple.of(groupId, site.value(), refused))
                .replaceWithVoid();
    }
}
