package io.bitchat.sim.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.Header;
import io.bitchat.gossip.Message;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.causal.HybridTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ledger must detect violations; otherwise its zero counts prove nothing. */
class LedgerTest {
    private static final PeerId ALICE = new PeerId(1);
    private static final PeerId BOB = new PeerId(2);

    private final Ledger ledger = new Ledger();
    private final GossipWorld world = new GossipWorld(GossipOptions.standard(1).withNodes(3), new Ledger());

    @Test
    void seesADeliveryBeforeItsCause() {
        ledger.delivered(node(0), message(ALICE, 1), 0);
        ledger.delivered(node(1), message(ALICE, 1), 10);
        ledger.delivered(node(1), message(BOB, 1, new Dot(ALICE, 1)), 20);

        ledger.delivered(node(2), message(BOB, 1, new Dot(ALICE, 1)), 30);

        assertThat(ledger.beforeACause()).isEqualTo(1);
    }

    @Test
    void seesAWriterOutOfOrder() {
        ledger.delivered(node(0), message(ALICE, 1), 0);
        ledger.delivered(node(0), message(ALICE, 2), 5);

        ledger.delivered(node(1), message(ALICE, 2), 10);

        assertThat(ledger.beforeACause()).isEqualTo(1);
    }

    @Test
    void seesADeliveryTwice() {
        ledger.delivered(node(0), message(ALICE, 1), 0);
        ledger.delivered(node(1), message(ALICE, 1), 10);

        ledger.delivered(node(1), message(ALICE, 1), 20);

        assertThat(ledger.twice()).isEqualTo(1);
    }

    @Test
    void countsWhatIsInTime() {
        ledger.delivered(node(0), message(ALICE, 1), 0);
        ledger.delivered(node(1), message(ALICE, 1), Ledger.DEADLINE);
        ledger.delivered(node(2), message(ALICE, 1), Ledger.DEADLINE + 1);

        var broadcast = ledger.observed().getFirst();

        assertThat(broadcast.inTime()).isEqualTo(1);
        assertThat(broadcast.deliveries()).isEqualTo(2);
        assertThat(broadcast.last()).isEqualTo(Ledger.DEADLINE + 1);
    }

    private SimNode node(int number) {
        return world.nodes().get(number);
    }

    private static Message message(PeerId writer, long sequence, Dot... causes) {
        var header = new Header(writer, sequence, HybridTime.ZERO, List.of(causes));
        return new Message(Envelope.of(new byte[] {(byte) writer.value(), (byte) sequence}), header, new byte[0]);
    }
}
