package io.bitchat.groups.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.gossip.Effect;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.wire.Range;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadsTest {
    private static final PeerId ONE = new PeerId(1);

    private final Loads loads = new Loads();

    @Test
    void oneOfASiteIsUnderWayAndAFewWait() {
        assertThat(loads.ask(load(ONE, 1))).isEqualTo(Loads.Turn.NOW);
        for (int i = 2; i <= 5; i++) assertThat(loads.ask(load(ONE, i))).isEqualTo(Loads.Turn.LATER);
        assertThat(loads.ask(load(ONE, 6))).isEqualTo(Loads.Turn.NEVER);
        assertThat(loads.ask(load(new PeerId(2), 1))).isEqualTo(Loads.Turn.NOW);
    }

    @Test
    void thoseThatWaitAreServedInTheirOrder() {
        for (int i = 1; i <= 3; i++) loads.ask(load(ONE, i));

        assertThat(loads.done(ONE)).isEqualTo(load(ONE, 2));
        assertThat(loads.done(ONE)).isEqualTo(load(ONE, 3));
        assertThat(loads.done(ONE)).isNull();
        assertThat(loads.ask(load(ONE, 4))).isEqualTo(Loads.Turn.NOW);
    }

    private static Effect.Load load(PeerId to, long from) {
        return new Effect.Load(to, List.of(new Range(to, from, from)));
    }
}
