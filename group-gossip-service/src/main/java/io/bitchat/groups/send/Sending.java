package io.bitchat.groups.send;

import io.bitchat.groups.GroupMessage;
import io.bitchat.groups.rights.Outcome;
import io.bitchat.kit.commit.GroupCommit;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.problem.FailureClassifier;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Stores messages by group commit: sends of many callers share a transaction. */
@ApplicationScoped
class Sending {
    private static final String UNIQUE_VIOLATION = "23505";

    private final Transactions transactions;
    private final SendTransaction transaction;
    private final Duration patience;
    private final Counter accepted;
    private final GroupCommit<Draft, Outcome<GroupMessage>> commits;

    Sending(Transactions transactions, SendTransaction transaction, SendConfig config, MeterRegistry metrics) {
        this.transactions = transactions;
        this.transaction = transaction;
        this.patience = config.patience();
        this.accepted = metrics.counter("bitchat.groups.messages.accepted");
        var limits =
                new GroupCommit.Limits(config.batch(), config.maxWaiting(), config.parallelBatches(), Duration.ZERO);
        this.commits = new GroupCommit<>(limits, this::commit, failure -> !FailureClassifier.isOutage(failure));
    }

    /** Stores one message; the outcome arrives after the commit. */
    Uni<Outcome<GroupMessage>> send(Draft draft) {
        return commits.submit(draft).ifNoItem().after(patience).fail();
    }

    /**
     * The group's lock decides which of two equal ids was first, since an id belongs to one group. The unique index
     * catches what is left, and the batch is retried once.
     */
    private Uni<List<Outcome<GroupMessage>>> commit(List<Draft> drafts) {
        return Uni.createFrom()
                .deferred(() -> transactions.decideThenWrite(connection -> transaction.run(connection, drafts)))
                .onFailure(Sending::lostARace)
                .retry()
                .atMost(1)
                .invoke(result -> accepted.increment(result.accepted()))
                .map(SendTransaction.Result::outcomes);
    }

    private static boolean lostARace(Throwable failure) {
        return failure instanceof PgException pg && UNIQUE_VIOLATION.equals(pg.getSqlState());
    }
}
