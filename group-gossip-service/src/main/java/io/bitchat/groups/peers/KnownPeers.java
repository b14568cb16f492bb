package io.bitchat.groups.peers;

import io.bitchat.groups.rights.Refusal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The peers that groups may name. Creators and writers need a row, by foreign key; members do not. */
@ApplicationScoped
public class KnownPeers {
    private static final String ADD_STUBS = """
            insert into known_peers (peer_id)
            select peer from unnest($1::text[]) as peer order by peer
            on conflict do nothing
            """;
    /** Excludes stubs, which are unregistered too but have no tokens, hence generation 0. */
    private static final String RETIRED = """
            select peer_id from known_peers where peer_id = any($1) and not registered and token_generation > 0
            """;

    private static final String REGISTERED = "select peer_id from known_peers where peer_id = any($1) and registered";

    private final boolean strict;

    KnownPeers(KnownPeersConfig config) {
        this.strict = config.strictPeers();
    }

    /**
     * The reason why a group must not name these peers; empty if it may.
     *
     * @param named all peers named; in strict mode each must be registered
     * @param invited those of them that others add; none may have left the directory
     */
    public Uni<Optional<Refusal>> refusal(
            SqlConnection connection, SortedSet<String> named, SortedSet<String> invited) {
        return Uni.combine()
                .all()
                .unis(stranger(connection, named), retired(connection, invited))
                .with((stranger, retired) -> stranger.<Refusal>map(Refusal.UnknownPeer::new)
                        .or(() -> retired.map(Refusal.PeerRetired::new)));
    }

    private Uni<Optional<String>> retired(SqlConnection connection, SortedSet<String> peerIds) {
        if (peerIds.isEmpty()) return Uni.createFrom().item(Optional.empty());
        return connection
                .preparedQuery(RETIRED)
                .execute(Tuple.of((Object) peerIds.toArray(String[]::new)))
                .map(rows -> {
                    var gone = new TreeSet<String>();
                    rows.forEach(row -> gone.add(row.getString(0)));
                    return gone.stream().findFirst();
                });
    }

    private Uni<Optional<String>> stranger(SqlConnection connection, SortedSet<String> peerIds) {
        if (!strict) return Uni.createFrom().item(Optional.empty());
        return connection
                .preparedQuery(REGISTERED)
                .execute(Tuple.of((Object) peerIds.toArray(String[]::new)))
                .map(rows -> {
                    var unknown = new TreeSet<>(peerIds);
                    rows.forEach(row -> unknown.remove(row.getString(0)));
                    return unknown.stream().findFirst();
                });
    }

    /** Ensures that each of these peers has a row. */
    public Uni<Void> addStubs(SqlConnection connection, SortedSet<String> peerIds) {
        return connection
                .preparedQuery(ADD_STUBS)
                .execute(Tuple.of((Object) peerIds.toArray(String[]::new)))
                .replaceWithVoid();
    }
}
