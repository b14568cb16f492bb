package io.bitchat.gossip.causal;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.gossip.Header;
import io.bitchat.gossip.Message;
import io.bitchat.gossip.PeerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Of the rules alone: no service applies them yet, see {@link Conflict}. */
class ConflictTest {
    @Property(tries = 200)
    void theOrderAgreesWithCausality(@ForAll long seed) {
        var history = History.of(seed, 5, 30);

        for (var one : history.messages)
            for (var other : history.messages)
                if (history.happensBefore(one.header(), other.header()))
                    assertThat(Conflict.ORDER.compare(one.header(), other.header()))
                            .isNegative();
    }

    @Property(tries = 200)
    void theOrderIsTotalAndTheSameFromEveryArrivalOrder(@ForAll long seed) {
        var headers = new ArrayList<>(
                History.of(seed, 5, 30).messages.stream().map(Message::header).toList());
        var sorted = headers.stream().sorted(Conflict.ORDER).toList();
        Collections.shuffle(headers, new Random(seed));

        assertThat(headers.stream().sorted(Conflict.ORDER)).isEqualTo(sorted);
        for (int i = 1; i < sorted.size(); i++)
            assertThat(Conflict.ORDER.compare(sorted.get(i - 1), sorted.get(i))).isNegative();
    }

    @Test
    void theLaterTimeWins() {
        var early = header(9, 10);
        var late = header(1, 11);

        assertThat(Conflict.lastWriter(early, late)).isEqualTo(late);
        assertThat(Conflict.lastWriter(late, early)).isEqualTo(late);
    }

    @Test
    void atEqualTimesTheHigherPeerIdWins() {
        var low = header(1, 10);
        var high = header(2, 10);

        assertThat(Conflict.lastWriter(low, high)).isEqualTo(high);
        assertThat(Conflict.lastWriter(high, low)).isEqualTo(high);
    }

    @Test
    void peerIdsCompareAsUnsignedNumbers() {
        var low = header(1, 10);
        var high = header(-1, 10);

        assertThat(Conflict.lastWriter(low, high)).isEqualTo(high);
    }

    private static Header header(long writer, long time) {
        return new Header(new PeerId(writer), 1, new HybridTime(time), List.of());
    }
}
