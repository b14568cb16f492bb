package io.bitchat.rooms.client;

import static io.bitchat.rooms.client.ChunkReceiver.Arrival.ASK_AGAIN;
import static io.bitchat.rooms.client.ChunkReceiver.Arrival.IGNORE;
import static io.bitchat.rooms.client.ChunkReceiver.Arrival.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.client.ChunkReceiver.Credit;
import org.junit.jupiter.api.Test;

class ChunkReceiverTest {
    private static final Chunking FILE = new Chunking(195, 10);
    private final ChunkReceiver receiver = new ChunkReceiver(FILE, 8, 0);

    private void take(int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(receiver.arrive(i, 10, true)).isEqualTo(WRITE);
            receiver.written(i);
        }
    }

    @Test
    void beginsWithTheWholeWindowAndWhatItHas() {
        assertThat(receiver.begin()).isEqualTo(new Credit(8, 0));
        assertThat(new ChunkReceiver(FILE, 8, 12).begin()).isEqualTo(new Credit(8, 12));
    }

    @Test
    void givesCreditsAFewAtATime() {
        receiver.begin();
        take(0, 1);
        assertThat(receiver.credit()).isEmpty();
        take(1, 2);
        assertThat(receiver.credit()).contains(new Credit(2, 2));
        assertThat(receiver.credit()).isEmpty();
    }

    @Test
    void whatIsNotWrittenIsNeitherConfirmedNorHasRoom() {
        receiver.begin();
        for (int i = 0; i < 8; i++) receiver.arrive(i, 10, true);

        assertThat(receiver.rest()).isEmpty();
        receiver.written(0);
        assertThat(receiver.credit()).isEmpty();
        assertThat(receiver.rest()).contains(new Credit(1, 1));
    }

    @Test
    void confirmsTheLastChunkAtOnce() {
        var last = new ChunkReceiver(FILE, 8, 19);
        last.begin();
        assertThat(last.arrive(19, 10, true)).as("it has 5 bytes").isEqualTo(ASK_AGAIN);
        assertThat(last.arrive(19, 5, true)).isEqualTo(WRITE);
        last.written(19);

        assertThat(last.credit()).contains(new Credit(2, 20));
        assertThat(last.isComplete()).isTrue();
    }

    @Test
    void asksOnceForADamagedChunkAndForgetsWhatFollows() {
        receiver.begin();
        take(0, 1);
        assertThat(receiver.arrive(1, 10, false)).isEqualTo(ASK_AGAIN);
        assertThat(receiver.awaited()).isEqualTo(1);
        assertThat(receiver.arrive(2, 10, true)).isEqualTo(IGNORE);
        assertThat(receiver.arrive(3, 10, true)).isEqualTo(IGNORE);
        assertThat(receiver.credit()).contains(new Credit(4, 1));
        take(1, 4);
    }

    @Test
    void asksForWhatWasLeftOut() {
        receiver.begin();
        assertThat(receiver.arrive(2, 10, true)).isEqualTo(ASK_AGAIN);
        assertThat(receiver.awaited()).isZero();
        take(0, 3);
    }

    @Test
    void repeatedAndStrangeChunksCostTheirCreditOnly() {
        receiver.begin();
        take(0, 2);
        receiver.credit();
        assertThat(receiver.arrive(0, 10, true)).isEqualTo(IGNORE);
        assertThat(receiver.arrive(0xffff_ffffL, 10, true)).isEqualTo(IGNORE);
        assertThat(receiver.credit()).contains(new Credit(2, 2));
    }

    @Test
    void aNewConnectionBeginsWithWhatIsWritten() {
        receiver.begin();
        take(0, 3);
        receiver.arrive(3, 10, true);
        receiver.reconnected();

        assertThat(receiver.hasBegun()).isFalse();
        assertThat(receiver.arrive(4, 10, true)).isEqualTo(IGNORE);
        assertThat(receiver.rest()).isEmpty();
        assertThat(receiver.begin()).isEqualTo(new Credit(8, 3));
        take(3, 5);
    }

    @Test
    void anEmptyFileIsCompleteAtOnce() {
        var empty = new ChunkReceiver(new Chunking(0, 10), 8, 0);
        assertThat(empty.isComplete()).isTrue();
        assertThat(empty.begin()).isEqualTo(new Credit(8, 0));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> new ChunkReceiver(FILE, 8, 21)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChunkReceiver(FILE, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
