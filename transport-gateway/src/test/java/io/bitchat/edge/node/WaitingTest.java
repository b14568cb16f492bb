package io.bitchat.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.transport.MessageKey;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private final Waiting waiting = new Waiting();

    private static MessageKey key(int id) {
        return new MessageKey("alice", "m" + id, "bob");
    }

    @Test
    void theSuiteIsToldOnceOfWhatWaited() {
        waiting.asked(key(1));
        assertThat(waiting.waits(key(1))).isTrue();

        assertThat(waiting.sent(key(1))).isTrue();
        assertThat(waiting.sent(key(1))).isFalse();
        assertThat(waiting.size()).isZero();
    }

    @Test
    void whatIsSentBeforeItsAnswerIsHeardDoesNotWait() {
        waiting.asked(key(1));
        assertThat(waiting.sent(key(1))).isFalse();

        assertThat(waiting.waits(key(1))).isFalse();
        assertThat(waiting.size()).isZero();
    }

    @Test
    void nobodyIsToldOfAMessageThatTheSuiteDidNotAskFor() {
        assertThat(waiting.sent(key(1))).isFalse();
        waiting.asked(key(2));
        waiting.over(key(2));
        assertThat(waiting.sent(key(2))).isFalse();
        assertThat(waiting.size()).isZero();
    }

    @Test
    void whatIsAskedForAgainStillWaits() {
        waiting.asked(key(1));
        waiting.waits(key(1));
        waiting.asked(key(1));
        assertThat(waiting.waits(key(1))).isTrue();
        assertThat(waiting.sent(key(1))).isTrue();
    }

    @Test
    void theOldestIsForgotten() {
        for (int i = 0; i <= Waiting.MAX; i++) {
            waiting.asked(key(i));
            waiting.waits(key(i));
        }

        assertThat(waiting.size()).isEqualTo(Waiting.MAX);
        assertThat(waiting.sent(key(0))).isFalse();
        assertThat(waiting.sent(key(1))).isTrue();
        assertThat(waiting.sent(key(Waiting.MAX))).isTrue();
    }
}
