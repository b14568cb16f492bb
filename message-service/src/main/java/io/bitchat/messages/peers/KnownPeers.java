package io.bitchat.messages.peers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** The peers that messages may refer to by foreign key. */
@ApplicationScoped
public class KnownPeers {
    private static final int REMEMBERED = 200_000;
    private static final String ADD_STUBS = """
            insert into known_peers (peer_id)
            select peer from unnest($1::text[]) as peer order by peer
            on conflict do nothing
            """;
    private static final String REGISTERED = "select peer_id from known_peers where peer_id = any($1) and registered";

    /** Peers known to have a row. Rows are never deleted, so an entry stays valid. */
    private final Cache<String, Boolean> seen =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    private final boolean strict;

    KnownPeers(KnownPeersConfig config) {
        this.strict = config.strictPeers();
    }

    /**
     * Makes sure that each of these peers has a row.
     *
     * @return the peers to refuse: in strict mode those that are not registered, otherwise none
     */
    public Uni<Set<String>> admit(SqlConnection connection, Collection<String> peerIds) {
        var asked = new TreeSet<String>();
        for (var peerId : peerIds) {
            if (strict || seen.getIfPresent(peerId) == null) asked.add(peerId);
        }
        if (asked.isEmpty()) return Uni.createFrom().item(Set.of());
        return strict ? unregistered(connection, asked) : addStubs(connection, asked);
    }

    /**
     * Makes sure that each of these peers has a row. Another service has vouched for them, so strict mode does not
     * apply.
     */
    public Uni<Void> admitVouchedFor(SqlConnection connection, Collection<String> peerIds) {
        var unseen = new TreeSet<String>();
        for (var peerId : peerIds) {
            if (seen.getIfPresent(peerId) == null) unseen.add(peerId);
        }
        return unseen.isEmpty()
                ? Uni.createFrom().voidItem()
                : addStubs(connection, unseen).replaceWithVoid();
    }

    private static Uni<Set<String>> addStubs(SqlConnection connection, Set<String> peerIds) {
        return connection
                .preparedQuery(ADD_STUBS)
                .execute(Tuple.of(peerIds.toArray(String[]::new)))
                .replaceWith(Set.of());
    }

    private static Uni<Set<String>> unregistered(SqlConnection connection, Set<String> peerIds) {
        return connection
                .preparedQuery(REGISTERED)
                .execute(Tuple.of(peerIds.toArray(String[]::new)))
                .map(rows -> {
                    var unknown = new HashSet<>(peerIds);
                    rows.forEach(row -> unknown.remove(row.getString(0)));
                    return unknown;
                });
    }

    /**
     * Called after the transaction that admitted these peers commits. Earlier would be wrong: another transaction would
     * skip the insert, not see the row, and violate its foreign key.
     */
    public void remember(Collection<String> peerIds) {
        peerIds.forEach(peerId -> seen.put(peerId, true));
    }
}
