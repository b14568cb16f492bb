package io.bitchat.peers.trust;

import io.bitchat.kit.commit.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts wrong signatures as bad marks of the peer that sent them. */
@ApplicationScoped
public class BadSignatures {
    private final Transactions transactions;
    private final TallyTable table;

    BadSignatures(Transactions transactions, TallyTable table) {
        this.transactions = transactions;
        this.table = table;
    }

    /** The peer itself, and not somebody in its name, has sent a wrong signature. */
    public Uni<Void> count(String peerId) {
        var tallies = new Tallies();
        tallies.marked(peerId, 0, 1);
        return transactions.run(connection -> table.add(connection, tallies));
    }
}
