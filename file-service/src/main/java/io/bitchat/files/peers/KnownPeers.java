package io.bitchat.files.peers;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Peers that uploads may name. Files refer to them by foreign key. */
@ApplicationScoped
public class KnownPeers {
    private static final String ADD_STUB = "insert into known_peers (peer_id) values ($1) on conflict do nothing";
    private static final String REGISTERED = "select 1 from known_peers where peer_id = $1 and registered";

    private final boolean strict;

    KnownPeers(KnownPeersConfig config) {
        this.strict = config.strictPeers();
    }

    /**
     * Checks a peer; without strictness, inserts a row for it if it has none.
     *
     * @return whether uploads may name the peer; with strictness, only a registered one
     */
    public Uni<Boolean> admit(SqlConnection connection, String peerId) {
        return connection
                .preparedQuery(strict ? REGISTERED : ADD_STUB)
                .execute(Tuple.of(peerId))
                .map(rows -> !strict || rows.size() == 1);
    }
}
