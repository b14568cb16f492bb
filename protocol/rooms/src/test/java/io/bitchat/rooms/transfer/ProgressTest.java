package io.bitchat.rooms.transfer;

import static io.bitchat.rooms.transfer.Desk.BOB;
import static io.bitchat.rooms.transfer.Desk.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void eightyFiveOf160ChunksAre5313Percent() {
        var desk = Desk.of(Desk.offer(BOB, 10_485_760, false));
        desk.accept(BOB);
        desk.move(BOB, 0, 85);
        var progress = desk.transfer.progress();

        assertThat(progress.totalChunks()).isEqualTo(160);
        assertThat(progress.chunksSent()).isEqualTo(85);
        assertThat(progress.chunksReceived()).isEqualTo(85);
        assertThat(progress.percent().value()).isEqualTo(53.13);
        assertThat(progress.bytes()).isEqualTo(5_570_560);
        assertThat(progress.state()).isEqualTo(new State.Active());
    }

    @Test
    void aRepeatedIndexCountsOnce() {
        var desk = Desk.toBob(8);
        desk.accept(BOB);
        desk.credit(BOB, 4, 0);
        for (long index : new long[] {0, 1, 2, 3, 3})
            assertThat(desk.chunk(index)).isEmpty();

        assertThat(desk.transfer.progress().chunksSent()).isEqualTo(4);
        assertThat(desk.all).filteredOn(Effect.StoreChunk.class::isInstance).hasSize(4);
        assertThat(desk.chunksTo(BOB)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void itIsReportedOncePerSecondHoweverManyChunksMove() {
        var desk = Desk.toBob(100);
        desk.accept(BOB);
        for (int i = 0; i < 50; i++) {
            desk.move(BOB, i, i + 1);
            desk.pass(Duration.ofMillis(100));
        }
        var reports = desk.reports();

        assertThat(reports).hasSize(6);
        for (int i = 1; i < reports.size(); i++) {
            assertThat(Duration.between(reports.get(i - 1).at(), reports.get(i).at()))
                    .isEqualTo(Duration.ofSeconds(1));
        }
        assertThat(reports.stream().map(Progress::chunksReceived)).containsExactly(0, 10, 20, 30, 40, 50);
    }

    @Test
    void itIsReportedEvenIfNothingMoves() {
        var desk = Desk.toBob(4);
        desk.accept(BOB);
        desk.pass(Duration.ofSeconds(5));

        assertThat(desk.reports()).hasSize(6);
    }

    @Test
    void theLastReportComesAtTheEndAndIsWhole() {
        var desk = Desk.toBob(3);
        desk.accept(BOB);
        desk.move(BOB, 0, 3);

        assertThat(desk.reports()).hasSize(2);
        assertThat(desk.reports().getLast().percent()).hasToString("100.00");
        assertThat(desk.reports().getLast().state()).isEqualTo(new State.Completed());
        assertThat(desk.reports().getLast().bytes()).isEqualTo(3 * 65_536);
    }

    @Test
    void anEndOnTheWaySaysHowFarItCame() {
        var desk = Desk.toBob(4);
        desk.accept(BOB);
        desk.move(BOB, 0, 3);
        desk.give(new Input.Cancel(BOB, ""));

        assertThat(desk.reports().getLast().percent()).hasToString("75.00");
        assertThat(desk.reports().getLast().state().wire()).isEqualTo("cancelled");
    }

    @Test
    void anOfferThatNobodyAcceptsHasNoProgress() {
        var desk = Desk.toBob(4);
        desk.pass(Duration.ofHours(2));

        assertThat(desk.reports()).isEmpty();
    }

    @Test
    void withSeveralReceiversTheSlowestCountsAndEachIsNamed() {
        var desk = Desk.toAll(4);
        desk.accept(BOB);
        desk.accept(CAROL);
        desk.move(BOB, 0, 3);
        desk.credit(CAROL, 2, 0);
        desk.credit(CAROL, 0, 1);
        var progress = desk.transfer.progress();

        assertThat(progress.chunksSent()).isEqualTo(3);
        assertThat(progress.chunksReceived()).isEqualTo(1);
        assertThat(progress.receivers())
                .isEqualTo(List.of(
                        new Progress.Receiver(BOB, new State.Active(), 3),
                        new Progress.Receiver(CAROL, new State.Active(), 1)));
    }

    @Test
    void theLastChunkCountsWithItsOwnLength() {
        var desk = Desk.of(Desk.offer(BOB, 65_537, false));
        desk.accept(BOB);
        desk.credit(BOB, 2, 0);
        desk.chunk(0);
        desk.give(new Input.Chunk(Desk.ALICE, 1, 1, true, Input.Way.SOCKET));
        desk.credit(BOB, 0, 2);

        assertThat(desk.reports().getLast().bytes()).isEqualTo(65_537);
    }
}
