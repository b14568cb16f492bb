package io.bitchat.files.transfer.table;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.contracts.Event;
import io.bitchat.files.chunk.KeptPiece;
import io.bitchat.files.rooms.Room;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.rooms.Offer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Transactions of transfers: what has happened, and the facts about it. */
@ApplicationScoped
public class TransferWrites {
    private static final String UNIQUE_VIOLATION = "23505";

    private final Transactions transactions;
    private final TransferTable table;
    private final Admission admission;
    private final KeptFiles kept;
    private final Outbox outbox;

    TransferWrites(Transactions transactions, TransferTable table, Admission admission, KeptFiles kept, Outbox outbox) {
        this.transactions = transactions;
        this.table = table;
        this.admission = admission;
        this.kept = kept;
        this.outbox = outbox;
    }

    /** A transfer before its offer is admitted. */
    public interface Draft {
        /** Row to be inserted. */
        TransferRow row();

        /** Facts about it. */
        List<Event> facts();
    }

    /**
     * Admits an offer: the room exists or is made, the limits allow it, and its row and facts are written. Fails with a
     * {@link Problem} if it is refused.
     *
     * @param draft makes the transfer for the participants of the room
     */
    public <D extends Draft> Uni<D> admit(Offer offer, Function<Room, D> draft) {
        return admission
                .requireFew(offer.sender())
                .chain(() -> transactions.run(connection ->
                        admission.of(connection, offer).chain(room -> insert(connection, draft.apply(room)))));
    }

    private <D extends Draft> Uni<D> insert(SqlConnection connection, D made) {
        return table.insert(connection, made.row())
                .chain(() -> append(connection, made.facts()))
                .replaceWith(made);
    }

    /** Whether an offer failed because there is a transfer with its id. */
    public static boolean isDuplicate(Throwable failure) {
        return failure instanceof PgException pg && UNIQUE_VIOLATION.equals(pg.getSqlState());
    }

    /** Writes how a transfer is now, and facts about it. */
    public Uni<Void> save(UUID replica, TransferRow row, List<? extends Event> facts) {
        return transactions.run(
                connection -> table.update(connection, row, replica).chain(() -> append(connection, facts)));
    }

    /** A file that is kept. */
    public record Kept(List<KeptPiece> pieces, ChunkPlan plan) {}

    /** Writes the end of a transfer whose file is kept. */
    public Uni<Void> keep(UUID replica, TransferRow row, List<? extends Event> facts, Kept file) {
        return transactions.run(connection -> table.update(connection, row, replica)
                .chain(() -> kept.insert(connection, row, file.pieces(), file.plan()))
                .chain(() -> append(connection, facts)));
    }

    private Uni<Void> append(SqlConnection connection, List<? extends Event> facts) {
        var trace = TraceContext.start();
        return outbox.append(
                connection,
                facts.stream().map(fact -> new Outbox.Entry(fact, trace)).toList());
    }
}
