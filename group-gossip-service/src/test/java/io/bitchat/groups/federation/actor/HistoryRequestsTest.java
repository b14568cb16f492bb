package io.bitchat.groups.federation.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.gossip.Effect;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.wire.Range;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryRequestsTest {
    private static final PeerId ONE = new PeerId(1);

    private final HistoryRequests historyRequests = new HistoryRequests();

    @Test
    void oneOfASiteIsUnderWayAndAFewWait() {
        assertThat(historyRequests.ask(load(ONE, 1))).isEqualTo(HistoryRequests.Turn.NOW);
        for (int i = 2; i <= 5; i++)
            assertThat(historyRequests.ask(load(ONE, i))).isEqualTo(HistoryRequests.Turn.LATER);
        assertThat(historyRequests.ask(load(ONE, 6))).isEqualTo(HistoryRequests.Turn.NEVER);
        assertThat(historyRequests.ask(load(new PeerId(2), 1))).isEqualTo(HistoryRequests.Turn.NOW);
    }

    @Test
    void thoseThatWaitAreServedInTheirOrder() {
        for (int i = 1; i <= 3; i++) historyRequests.ask(load(ONE, i));

        assertThat(historyRequests.done(ONE)).isEqualTo(load(ONE, 2));
        assertThat(historyRequests.done(ONE)).isEqualTo(load(ONE, 3));
        assertThat(historyRequests.done(ONE)).isNull();
        assertThat(historyRequests.ask(load(ONE, 4))).isEqualTo(HistoryRequests.Turn.NOW);
    }

    private static Effect.Load load(PeerId to, long from) {
        return new Effect.Load(to, List.of(new Range(to, from, from)));
    }
}
