package io.bitchat.messages.receipts;

import io.bitchat.kit.auth.Access.Caller;
import io.bitchat.kit.commit.GroupCommit;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.problem.FailureClassifier;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.messages.Status;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Accepts receipts; those of many callers share a transaction. */
@ApplicationScoped
public class Receipts {
    private static final GroupCommit.Limits LIMITS = new GroupCommit.Limits(256, 5_000, 1, Duration.ofMillis(5));
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final GroupCommit<Receipt, ReceiptOutcome> commits;

    Receipts(Transactions transactions, ReceiptTransaction transaction) {
        this.commits = new GroupCommit<>(
                LIMITS,
                receipts -> transactions.decideThenWrite(connection -> transaction.run(connection, receipts)),
                failure -> !FailureClassifier.isOutage(failure));
    }

    /** Notes that a device of the recipient has the message. Idempotent. */
    public Uni<ReceiptOutcome> delivered(String messageId, Caller caller, TraceContext trace) {
        return note(new Receipt(messageId, Status.DELIVERED, caller, null, trace));
    }

    /** Notes that the recipient has read the message, which implies delivery. */
    public Uni<ReceiptOutcome> read(String messageId, Caller caller, TraceContext trace) {
        return note(new Receipt(messageId, Status.READ, caller, null, trace));
    }

    Uni<ReceiptOutcome> note(Receipt receipt) {
        return commits.submit(receipt).ifNoItem().after(PATIENCE).fail();
    }
}
