package io.bitchat.rooms.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.IndexRange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkSenderTest {
    private final ChunkSender sender = new ChunkSender(new Chunking(100, 10));

    private List<Integer> sent() {
        var indices = new ArrayList<Integer>();
        for (var next = sender.next(); next.isPresent(); next = sender.next()) indices.add(next.getAsInt());
        return indices;
    }

    private static List<IndexRange> ranges(int... ends) {
        var ranges = new ArrayList<IndexRange>();
        for (int i = 0; i < ends.length; i += 2) ranges.add(new IndexRange(ends[i], ends[i + 1]));
        return ranges;
    }

    @Test
    void sendsNothingBeforeItIsTold() {
        assertThat(sent()).isEmpty();
        assertThat(sender.completes()).isFalse();
    }

    @Test
    void sendsWhatIsMissingInOrderAsFarAsItHasCredits() {
        sender.credit(3, ranges(1, 2, 7, 9));
        assertThat(sent()).containsExactly(1, 2, 7);
        sender.credit(1, List.of());
        assertThat(sent()).containsExactly(8);
    }

    @Test
    void whatCameDamagedGoesFirst() {
        sender.credit(2, ranges(0, 9));
        sent();
        sender.retransmit(1);
        sender.retransmit(1);
        sender.retransmit(10);
        sender.credit(2, List.of());

        assertThat(sent()).containsExactly(1, 2);
    }

    @Test
    void newRangesReplaceEverything() {
        sender.credit(4, ranges(0, 9));
        sender.next();
        sender.retransmit(0);
        sender.credit(2, ranges(5, 30));

        assertThat(sent()).containsExactly(5, 6);
        sender.credit(20, List.of());
        assertThat(sent()).containsExactly(7, 8, 9);
    }

    /** The answer to a premature complete gives none, and takes none away. */
    @Test
    void rangesWithoutCreditsLeaveTheCredits() {
        sender.credit(4, ranges(9, 9));
        assertThat(sent()).containsExactly(9);
        assertThat(sender.completes()).isTrue();
        sender.credit(0, ranges(3, 4));

        assertThat(sent()).containsExactly(3, 4);
        assertThat(sender.completes()).isTrue();
        assertThat(sender.completes()).isFalse();
    }

    @Test
    void stopsWhileTheTransferIsPaused() {
        sender.credit(2, ranges(0, 9));
        sender.pause(true);
        assertThat(sent()).isEmpty();
        sender.pause(false);
        assertThat(sent()).containsExactly(0, 1);
    }

    /** Its service may have another connection to it than before, of which it knows nothing. */
    @Test
    void creditsEndAPauseOfWhichItWasNotTold() {
        sender.pause(true);
        sender.credit(1, ranges(4, 4));

        assertThat(sent()).containsExactly(4);
    }

    @Test
    void aNewConnectionVoidsCredits() {
        sender.credit(5, ranges(0, 9));
        sender.reconnected();

        assertThat(sent()).isEmpty();
        sender.credit(1, ranges(2, 3));
        assertThat(sent()).containsExactly(2);
    }

    @Test
    void absurdNumbersOverflowNothing() {
        sender.credit(Integer.MAX_VALUE, ranges(0, Integer.MAX_VALUE - 1, 500, 600));
        sender.credit(Integer.MAX_VALUE, List.of());
        assertThat(sent()).hasSize(10);
        sender.credit(-5, List.of());
        assertThat(sender.mayGoOn()).isFalse();
    }
}
