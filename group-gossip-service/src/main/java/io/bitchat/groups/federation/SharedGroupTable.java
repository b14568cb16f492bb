package io.bitchat.groups.federation;

import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Past;
import io.bitchat.gossip.seal.GroupKey;
import io.bitchat.groups.site.SiteIdentity;
import io.bitchat.kit.vault.ContentVault;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of shared groups. */
@ApplicationScoped
public class SharedGroupTable {
    private static final String LOAD = """
            select g.sealed_key, g.past, g.revision, s.site_id, s.name, s.identity,
                   array(select distinct m.from_peer_id from group_messages m
                         where m.group_id = $1 and m.voided_at is not null and m.sequence = 0) as unplaced
            from group_gossip g join group_sites s on s.group_id = g.group_id
            where g.group_id = $1 and s.refused is null
            """;
    private static final String BASE = "select sealed_key, base from group_gossip where group_id = $1";
    private static final String INSERT = """
            insert into group_gossip (group_id, sealed_key, tag, base, past) values ($1, $2, $3, $4, $5)
            on conflict (group_id) do nothing
            """;

    private final Pool pool;
    private final ContentVault vault;

    SharedGroupTable(Pool pool, ContentVault vault) {
        this.pool = pool;
        this.vault = vault;
    }

    /** The state of a group when it was first shared, and its key. */
    public record Origin(GroupKey key, JsonObject base) {}

    public Uni<Optional<SharedGroup>> load(String groupId) {
        return pool.preparedQuery(LOAD).execute(Tuple.of(groupId)).map(rows -> {
            if (rows.size() == 0) return Optional.empty();
            var sites = new ArrayList<SharedGroup.Sharer>();
            rows.forEach(row -> sharer(row).ifPresent(sites::add));
            return Optional.of(shared(groupId, rows.iterator().next(), sites));
        });
    }

    private SharedGroup shared(String groupId, Row row, List<SharedGroup.Sharer> sites) {
        var past = PastJson.decode((JsonObject) row.getValue("past"));
        var unplaced = Set.of(row.getArrayOfStrings("unplaced"));
        return new SharedGroup(groupId, key(groupId, row), past, row.getLong("revision"), sites, unplaced);
    }

    private static Optional<SharedGroup.Sharer> sharer(Row row) {
        return SiteIdentity.parse(row.getString("identity"))
                .map(identity ->
                        new SharedGroup.Sharer(new PeerId(row.getLong("site_id")), row.getString("name"), identity));
    }

    public Uni<@Nullable Origin> origin(SqlConnection connection, String groupId) {
        return connection.preparedQuery(BASE).execute(Tuple.of(groupId)).map(rows -> {
            if (rows.size() == 0) return null;
            var row = rows.iterator().next();
            return new Origin(key(groupId, row), (JsonObject) row.getValue("base"));
        });
    }

    private GroupKey key(String groupId, Row row) {
        return GroupKey.of(Base64.getDecoder().decode(vault.open(groupId, row.getString("sealed_key"))));
    }

    public Uni<Void> insert(SqlConnection connection, String groupId, GroupKey key, JsonObject base) {
        var sealed = vault.seal(groupId, Base64.getEncoder().encodeToString(key.secret()));
        var tag = Buffer.buffer(key.tag().toArray()).getDelegate();
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(groupId, sealed, tag, base, PastJson.encode(Past.empty())))
                .replaceWithVoid();
    }
}
