package io.bitchat.messages.fanout;

import io.bitchat.contracts.groups.GroupMessageEvent;
import io.bitchat.contracts.groups.GroupMessageEvent.Delivered;
import io.bitchat.kit.time.Ids;
import io.bitchat.messages.peers.KnownPeers;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The transaction of a batch of group messages: peers, places, messages and the count. */
@ApplicationScoped
class FanOutTransaction {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String ID_INDEX = "messages_message_id_key";
    private static final String SERIALIZATION_FAILURE = "40001";

    private final KnownPeers peers;
    private final FanOutTable table;
    private final FanOutMetrics metrics;
    private final Ids ids;

    FanOutTransaction(KnownPeers peers, FanOutTable table, FanOutMetrics metrics, Ids ids) {
        this.peers = peers;
        this.table = table;
        this.metrics = metrics;
        this.ids = ids;
    }

    /**
     * The stored batch, and the last place drawn in the stream of each recipient.
     *
     * @param renamed number of messages stored under a derived id
     */
    record Result(FanOutBatch batch, Map<String, Long> last, int renamed) {}

    Uni<Result> run(SqlConnection connection, List<GroupMessageEvent> events) {
        var delivered = events.stream().map(FanOutTransaction::checked).toList();
        return table.stored(connection, FanOutNames.candidates(delivered))
                .map(taken -> FanOutNames.of(delivered, taken))
                .flatMap(names -> store(connection, FanOutBatch.of(names.fresh(), ids), names.renamed()))
                .onFailure(FanOutTransaction::lostARace)
                .transform(FanOutTransaction::again);
    }

    /** Called after the commit. */
    void committed(Result result) {
        peers.remember(result.batch().peers());
        metrics.renamed(result.renamed());
    }

    private static Delivered checked(GroupMessageEvent event) {
        return switch (event) {
            case Delivered delivered -> {
                delivered.recipients().forEach(Objects::requireNonNull);
                yield delivered;
            }
        };
    }

    private static boolean lostARace(Throwable failure) {
        return causes(failure).anyMatch(FanOutTransaction::isAboutAnId);
    }

    /** Matches this index only: an event that always violates another one would be retried for ever. */
    private static boolean isAboutAnId(PgException failure) {
        return UNIQUE_VIOLATION.equals(failure.getSqlState()) && ID_INDEX.equals(failure.getConstraint());
    }

    /**
     * Another transaction took the id after it was found to be free. The event is not at fault, so this reports a
     * retryable failure; the next attempt sees that the id is taken.
     */
    private static Throwable again(Throwable failure) {
        var cause = causes(failure)
                .filter(FanOutTransaction::isAboutAnId)
                .findFirst()
                .orElseThrow();
        return new PgException(cause.getErrorMessage(), cause.getSeverity(), SERIALIZATION_FAILURE, cause.getDetail());
    }

    private static Stream<PgException> causes(Throwable failure) {
        var all = failure instanceof CompositeException several ? several.getCauses() : List.of(failure);
        return all.stream().filter(PgException.class::isInstance).map(PgException.class::cast);
    }

    /** The statements are pipelined: none needs the result of another. */
    private Uni<Result> store(SqlConnection connection, FanOutBatch batch, int renamed) {
        if (batch.isEmpty()) return Uni.createFrom().item(new Result(batch, Map.of(), renamed));
        return Uni.combine()
                .all()
                .unis(
                        peers.admitVouchedFor(connection, batch.peers()),
                        table.drawPlaces(connection, batch),
                        table.insert(connection, batch),
                        table.count(connection, batch))
                .collectFailures()
                .with((_, last, _, _) -> new Result(batch, last, renamed));
    }
}
