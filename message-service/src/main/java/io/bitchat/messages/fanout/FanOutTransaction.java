package io.bitchat.messages.fanout;

import io.bitchat.contracts.groups.GroupMessageEvent;
import io.bitchat.contracts.groups.GroupMessageEvent.Delivered;
import io.bitchat.kit.time.Ids;
import io.bitchat.messages.peers.KnownPeers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What happens in the transaction of a batch of group messages: peers, places, messages and the count. */
@ApplicationScoped
class FanOutTransaction {
    private final KnownPeers peers;
    private final FanOutTable table;
    private final Ids ids;

    FanOutTransaction(KnownPeers peers, FanOutTable table, Ids ids) {
        this.peers = peers;
        this.table = table;
        this.ids = ids;
    }

    /** What was stored, and the last place drawn in the stream of each recipient. */
    record Result(FanOutBatch batch, Map<String, Long> last) {}

    Uni<Result> run(SqlConnection connection, List<GroupMessageEvent> events) {
        var delivered = events.stream().map(FanOutTransaction::checked).toList();
        return table.stored(
                        connection, delivered.stream().map(Delivered::messageId).toList())
                .map(stored ->
                        delivered.stream().filter(event -> isNew(event, stored)).toList())
                .flatMap(fresh -> store(connection, FanOutBatch.of(fresh, ids)));
    }

    /** The transaction is committed. */
    void committed(Result result) {
        peers.remember(result.batch().peers());
    }

    private static Delivered checked(GroupMessageEvent event) {
        return switch (event) {
            case Delivered delivered -> {
                delivered.recipients().forEach(Objects::requireNonNull);
                yield delivered;
            }
        };
    }

    /** Repeated under another event id it changes nothing; another message under a known id is nobody's to guess. */
    private static boolean isNew(Delivered event, Map<String, String> stored) {
        var group = stored.get(event.messageId());
        if (group == null || group.equals(event.groupId())) return group == null;
        throw new IllegalStateException("message id " + event.messageId() + " belongs to another message");
    }

    /** The statements go out together: none needs what another one returns. */
    private Uni<Result> store(SqlConnection connection, FanOutBatch batch) {
        if (batch.isEmpty()) return Uni.createFrom().item(new Result(batch, Map.of()));
        return Uni.combine()
                .all()
                .unis(
                        peers.admitVouchedFor(connection, batch.peers()),
                        table.drawPlaces(connection, batch),
                        table.insert(connection, batch),
                        table.count(connection, batch))
                .collectFailures()
                .with((_, last, _, _) -> new Result(batch, last));
    }
}
