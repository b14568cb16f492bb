package io.bitchat.messages.receipts;

import io.bitchat.kit.auth.Access.Caller;
import io.bitchat.kit.commit.GroupCommit;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.problem.FailureClassifier;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.messages.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Accepts receipts; those of many callers share a transaction. */
@ApplicationScoped
public class Receipts {
    private static final GroupCommit.Limits LIMITS = new GroupCommit.Limits(256, 5_000, 1, Duration.ofMillis(5));
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final GroupCommit<Receipt, ReceiptOutcome> commits;
    private final Counter direct;
    private final Counter inGroups;

    Receipts(Transactions transactions, ReceiptTransaction transaction, MeterRegistry metrics) {
        this.commits = new GroupCommit<>(
                LIMITS,
                receipts -> transactions
                        .decideThenWrite(connection -> transaction.run(connection, receipts))
                        .map(this::counted),
                failure -> !FailureClassifier.isOutage(failure));
        this.direct = delivered(metrics, "direct");
        this.inGroups = delivered(metrics, "group");
    }

    private static Counter delivered(MeterRegistry metrics, String kind) {
        return Counter.builder("bitchat.messages.delivered")
                .description("messages that a recipient has acknowledged; in groups one for each recipient")
                .tag("kind", kind)
                .register(metrics);
    }

    /** After the commit, so that a batch that was rolled back counts nothing. */
    private List<ReceiptOutcome> counted(ReceiptTransaction.Result result) {
        direct.increment(result.direct());
        inGroups.increment(result.inGroups().get());
        return result.outcomes();
    }

    /** Notes that a device of the recipient has the message. Idempotent. */
    public Uni<ReceiptOutcome> delivered(String messageId, Caller caller, TraceContext trace) {
        return note(new Receipt(messageId, Status.DELIVERED, caller, null, null, trace));
    }

    /** The same for a message that edge nodes have carried; the caller is the recipient that the suite vouches for. */
    public Uni<ReceiptOutcome> delivered(String messageId, Caller caller, Route route, TraceContext trace) {
        return note(new Receipt(messageId, Status.DELIVERED, caller, null, route, trace));
    }

    /** Notes that the recipient has read the message, which implies delivery. */
    public Uni<ReceiptOutcome> read(String messageId, Caller caller, TraceContext trace) {
        return note(new Receipt(messageId, Status.READ, caller, null, null, trace));
    }

    Uni<ReceiptOutcome> note(Receipt receipt) {
        return commits.submit(receipt).ifNoItem().after(PATIENCE).fail();
    }
}
