package io.bitchat.sim.lan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.Notes;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Stamp;
import io.bitchat.lan.wire.Target;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The ledger must detect violations; otherwise its zero counts prove nothing. */
class LanLedgerTest {
    private final LanLedger ledger = new LanLedger(2);

    @Test
    void seesALineTwice() {
        ledger.shown(0, line(1), 0);
        ledger.shown(1, line(1), 10);

        ledger.shown(1, line(1), 20);

        assertThat(ledger.twice()).isEqualTo(1);
        assertThat(ledger.shownPerNode()).containsExactly(1, 1);
    }

    @Test
    void seesASenderOutOfOrder() {
        ledger.shown(0, line(1), 0);
        ledger.shown(0, line(2), 1);
        ledger.shown(1, line(2), 10);

        ledger.shown(1, line(1), 20);

        assertThat(ledger.outOfOrder()).isEqualTo(1);
    }

    @Test
    void measuresFromTheWriterToTheOthers() {
        ledger.shown(0, line(1), 100);
        ledger.shown(1, line(1), 140);

        assertThat(ledger.delays().count()).isEqualTo(1);
        assertThat(ledger.delays().quantile(1)).isEqualTo(40);
    }

    @Test
    void measuresDiscoveryFromTheLaterStart() {
        ledger.started(0, 0);
        ledger.started(1, 100);
        ledger.found(0, 1, 130);
        ledger.found(0, 1, 500);
        ledger.found(1, 0, 160);

        assertThat(ledger.discovery().count()).isEqualTo(2);
        assertThat(ledger.discovery().quantile(1)).isEqualTo(60);
    }

    private static Line line(long sequence) {
        return new Line(
                Line.Type.CHAT,
                new PeerId("alice"),
                "",
                Instant.EPOCH,
                sequence,
                Target.GENERAL,
                new Stamp(1, sequence, 0, false, null),
                Notes.NONE);
    }
}
