package io.bitchat.messages.send;

import io.bitchat.kit.commit.GroupCommit;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.problem.FailureClassifier;
import io.bitchat.messages.realtime.Hub;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Stores messages. Sends of many callers share a transaction; after its commit this replica's sockets are woken. */
@ApplicationScoped
class Sending {
    /** Another transaction took an id first (23505), or two transactions deadlocked on each other's ids (40P01). */
    private static final Set<String> LOST_RACES = Set.of("23505", "40P01");
    /** Each race is about a different id, because the next attempt reads the id that was lost. */
    private static final int MAX_RACES = 5;

    private final Transactions transactions;
    private final SendTransaction transaction;
    private final Hub hub;
    private final Duration patience;
    private final GroupCommit<Draft, SendOutcome> commits;

    Sending(Transactions transactions, SendTransaction transaction, Hub hub, SendConfig config) {
        this.transactions = transactions;
        this.transaction = transaction;
        this.hub = hub;
        this.patience = config.patience();
        var limits =
                new GroupCommit.Limits(config.batch(), config.maxWaiting(), config.parallelBatches(), Duration.ZERO);
        this.commits = new GroupCommit<>(limits, this::commit, failure -> !FailureClassifier.isOutage(failure));
    }

    /** Stores one message; the outcome arrives after the commit. */
    Uni<SendOutcome> send(Draft draft) {
        return commits.submit(draft).ifNoItem().after(patience).fail();
    }

    /**
     * Stores messages in one transaction, in the order given. After a failure the caller may try again: what is stored
     * is not stored twice.
     */
    Uni<List<SendOutcome>> sendTogether(List<Draft> drafts) {
        return drafts.isEmpty() ? Uni.createFrom().item(List.of()) : commit(drafts);
    }

    private Uni<List<SendOutcome>> commit(List<Draft> drafts) {
        return Uni.createFrom()
                .deferred(() -> transactions.decideThenWrite(connection -> transaction.run(connection, drafts)))
                .onFailure(Sending::lostARace)
                .retry()
                .atMost(MAX_RACES)
                .invoke(() -> transaction.committed(drafts))
                .invoke(result -> hub.committed(result.stored()))
                .map(SendTransaction.Result::outcomes);
    }

    /** The rollback also undoes the drawn places; the retry draws them again, without a gap. */
    private static boolean lostARace(Throwable failure) {
        return failure instanceof PgException pg && LOST_RACES.contains(String.valueOf(pg.getSqlState()));
    }
}
