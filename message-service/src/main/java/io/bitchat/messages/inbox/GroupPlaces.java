package io.bitchat.messages.inbox;

import io.bitchat.messages.StoredMessage;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The places of group messages in the streams of several peers. */
@ApplicationScoped
public class GroupPlaces {
    private static final String PLACES = """
            select message, peer_id, position from group_inbox
            where message = any($1) and peer_id = any($2)
            order by peer_id, position
            """;

    private final Pool pool;
    private final PeerStream stream;

    GroupPlaces(Pool pool, PeerStream stream) {
        this.pool = pool;
        this.stream = stream;
    }

    /** A message and its place in the stream of a peer. */
    public record Placed(StoredMessage message, String peerId, long place) {}

    /** The places of {@code messages} in the streams of these peers, ordered by place for each peer. */
    public Uni<List<Placed>> of(Collection<UUID> messages, Collection<String> peerIds) {
        return stream.byIds(messages)
                .map(found -> found.stream().collect(Collectors.toMap(StoredMessage::id, Function.identity())))
                .flatMap(found -> places(found, peerIds));
    }

    private Uni<List<Placed>> places(Map<UUID, StoredMessage> messages, Collection<String> peerIds) {
        var columns = Tuple.of(messages.keySet().toArray(UUID[]::new), peerIds.toArray(String[]::new));
        return pool.preparedQuery(PLACES).execute(columns).map(rows -> {
            var placed = new ArrayList<Placed>(rows.size());
            rows.forEach(row -> {
                var message = messages.get(row.getUUID(0));
                if (message != null) placed.add(new Placed(message, row.getString(1), row.getLong(2)));
            });
            return placed;
        });
    }
}
