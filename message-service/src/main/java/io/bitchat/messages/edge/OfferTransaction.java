package io.bitchat.messages.edge;

import io.bitchat.contracts.transport.OutboundEvent.Offered;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.trace.TraceContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The transaction of a batch of offers: the events, and how far each peer's messages are offered. */
@ApplicationScoped
class OfferTransaction {
    private final OfferTable table;
    private final Transactions transactions;
    private final Outbox outbox;
    private final InstantSource clock;
    private final Counter offered;

    OfferTransaction(
            OfferTable table, Transactions transactions, Outbox outbox, InstantSource clock, MeterRegistry metrics) {
        this.table = table;
        this.transactions = transactions;
        this.outbox = outbox;
        this.clock = clock;
        this.offered = Counter.builder("bitchat.messages.edge.offered")
                .description("messages offered to edge nodes; each offer counts")
                .register(metrics);
    }

    /** Offers one batch; returns whether more messages may wait. */
    Uni<Boolean> run() {
        return transactions
                .run(this::offer)
                .invoke(batch -> offered.increment(batch.offers().size()))
                .map(OfferTable.Batch::more);
    }

    private Uni<OfferTable.Batch> offer(SqlConnection connection) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return table.next(connection, now).call(batch -> {
            if (batch.offers().isEmpty()) return Uni.createFrom().voidItem();
            return outbox.append(connection, entries(batch.offers()))
                    .chain(() -> table.mark(connection, batch.places(), now));
        });
    }

    private static List<Outbox.Entry> entries(List<Offered> offers) {
        return offers.stream()
                .map(offer -> new Outbox.Entry(offer, TraceContext.start()))
                .toList();
    }
}
