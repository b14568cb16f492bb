package io.bitchat.rooms.transfer;

import static io.bitchat.rooms.transfer.Desk.ALICE;
import static io.bitchat.rooms.transfer.Desk.BOB;
import static io.bitchat.rooms.transfer.Desk.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.rooms.IndexRange;
import io.bitchat.rooms.Reason;
import io.bitchat.rooms.Refusal;
import io.bitchat.rooms.transfer.State.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    @Test
    void aReceiverThatIsBackGoesOnFromWhatItHasConfirmed() {
        var desk = running(8);
        desk.credit(BOB, 4, 0);
        for (int i = 0; i < 4; i++) desk.chunk(i);
        desk.credit(BOB, 0, 2);
        desk.give(new Input.Lost(BOB));
        desk.give(new Input.Connected(BOB));

        assertThat(desk.lastSent(BOB)).containsExactly(new Frame.Resumed(BOB, new State.Active(), 2));
        assertThat(desk.facts()).endsWith(new Fact.Paused(BOB), new Fact.Resumed(BOB));
        desk.credit(BOB, 2, 2);
        assertThat(desk.chunksTo(BOB)).containsExactly(0, 1, 2, 3, 2, 3);
    }

    @Test
    void itMaySayThatItHasMoreOrLess() {
        var desk = running(8);
        desk.credit(BOB, 4, 0);
        for (int i = 0; i < 4; i++) desk.chunk(i);
        desk.credit(BOB, 0, 1);
        desk.give(new Input.Connected(BOB));
        assertThat(desk.credit(BOB, 1, 5)).contains(Refusal.BAD_CREDIT);
        desk.credit(BOB, 1, 3);
        assertThat(desk.chunksTo(BOB)).containsExactly(0, 1, 2, 3, 3);
        desk.give(new Input.Connected(BOB));
        desk.credit(BOB, 1, 0);

        assertThat(desk.chunksTo(BOB)).containsExactly(0, 1, 2, 3, 3, 0);
    }

    @Test
    void nothingIsSentToAConnectionThatHasNotSaidWhatItHas() {
        var desk = running(8);
        desk.credit(BOB, 4, 0);
        desk.chunk(0);
        desk.give(new Input.Connected(BOB));
        desk.chunk(1);

        assertThat(desk.chunksTo(BOB)).containsExactly(0);
    }

    @Test
    void aSenderThatIsBackLearnsWhatIsMissing() {
        var desk = running(8);
        desk.chunk(0);
        desk.chunk(1);
        desk.chunk(3);
        desk.give(new Input.Lost(ALICE));
        desk.give(new Input.Connected(ALICE));

        assertThat(desk.lastSent(ALICE))
                .containsExactly(new Frame.Credit(2, List.of(new IndexRange(2, 2), new IndexRange(4, 7))));
    }

    @Test
    void aReceiverThatTookOverIsNotAskedForCreditsThatItHasGiven() {
        var desk = running(8);
        desk.credit(BOB, 4, 0);
        for (int i = 0; i < 4; i++) desk.chunk(i);
        desk.give(new Input.TookOver(BOB));

        assertThat(desk.lastSent(BOB)).isEmpty();
        desk.credit(BOB, 1, 2);
        assertThat(desk.chunksTo(BOB)).containsExactly(0, 1, 2, 3, 2);
    }

    @Test
    void oneMoreDeviceHearsEnoughToTakeOver() {
        var desk = running(8);
        desk.credit(BOB, 2, 0);
        desk.chunk(0);
        desk.chunk(1);
        desk.credit(BOB, 0, 1);

        assertThat(desk.transfer.greeting(ALICE)).containsExactly(new Frame.Credit(1, List.of(new IndexRange(2, 7))));
        assertThat(desk.transfer.greeting(BOB)).containsExactly(new Frame.Resumed(BOB, new State.Active(), 1));
        assertThat(desk.transfer.greeting(CAROL)).isEmpty();
        desk.give(new Input.Pause(BOB));
        var paused = new Frame.Paused(BOB, Cause.RECEIVER, new State.Paused(Set.of(Cause.RECEIVER)));
        assertThat(desk.transfer.greeting(ALICE)).containsExactly(paused);
        assertThat(desk.transfer.greeting(BOB)).containsExactly(paused);
        desk.give(new Input.Cancel(ALICE, "enough"));
        assertThat(desk.transfer.greeting(ALICE)).isEmpty();
        assertThat(desk.transfer.greeting(BOB)).isEmpty();
    }

    @Test
    void manyGapsAreNamedWithinBounds() {
        var desk = running(200);
        for (int i = 0; i < 200; i += 2) desk.give(new Input.Chunk(ALICE, i, 65_536, true, Input.Way.HTTP));
        desk.give(new Input.Connected(ALICE));
        var frame = (Frame.Credit) desk.lastSent(ALICE).getFirst();

        assertThat(frame.missing()).hasSize(Upload.MAX_RANGES).endsWith(new IndexRange(63, 199));
    }

    @Test
    void aSenderThatComesBackDuringAPauseIsToldNotToSend() {
        var desk = running(8);
        desk.give(new Input.Lost(ALICE));
        desk.give(new Input.Pause(BOB));
        desk.give(new Input.Connected(ALICE));

        assertThat(desk.lastSent(ALICE))
                .containsExactly(new Frame.Paused(BOB, Cause.RECEIVER, new State.Paused(Set.of(Cause.RECEIVER))));
        desk.give(new Input.Resume(BOB));
        assertThat(desk.lastSent(ALICE))
                .containsExactly(
                        new Frame.Resumed(BOB, new State.Active(), 0),
                        new Frame.Credit(2, List.of(new IndexRange(0, 7))));
    }

    @Test
    void aPausedReceiverThatIsBackStaysPaused() {
        var desk = running(8);
        desk.give(new Input.Pause(BOB));
        desk.give(new Input.Lost(BOB));
        desk.give(new Input.Connected(BOB));

        assertThat(desk.state()).isEqualTo(new State.Paused(Set.of(Cause.RECEIVER)));
        assertThat(desk.lastSent(BOB)).hasSize(1).allMatch(Frame.Paused.class::isInstance);
    }

    @Test
    void whoWasAwayIsOfferedTheFileAgain() {
        var desk = Desk.toBob(8);
        desk.give(new Input.Lost(BOB));
        desk.give(new Input.Connected(BOB));

        assertThat(desk.lastSent(BOB)).hasSize(1).allMatch(Frame.Offered.class::isInstance);
    }

    @Test
    void oneLostReceiverStopsNobodyElse() {
        var desk = Desk.toAll(4);
        desk.accept(BOB);
        desk.accept(CAROL);
        desk.give(new Input.Lost(BOB));
        desk.give(new Input.Reject(Desk.DAVE, ""));
        desk.move(CAROL, 0, 4);
        desk.give(new Input.Connected(BOB));
        desk.credit(BOB, 4, 0);
        desk.credit(BOB, 0, 4);

        assertThat(desk.facts()).endsWith(new Fact.Completed(List.of(BOB, CAROL)));
        assertThat(desk.granted()).isEqualTo(4);
    }

    // --- the service restarts

    @Test
    void afterARestartItGoesOnFromTheLastVerifiedChunk() {
        var desk = running(8);
        desk.credit(BOB, 4, 0);
        for (int i = 0; i < 5; i++) desk.chunk(i);
        desk.credit(BOB, 0, 2);
        desk.restart();
        assertThat(desk.state()).isEqualTo(new State.Paused(Set.of(Cause.CONNECTION)));
        desk.give(new Input.Connected(ALICE));
        desk.give(new Input.Connected(BOB));
        assertThat(desk.lastSent(BOB)).containsExactly(new Frame.Resumed(BOB, new State.Active(), 2));
        assertThat(desk.lastSent(ALICE)).contains(new Frame.Credit(2, List.of(new IndexRange(5, 7))));
        desk.credit(BOB, 4, 3);
        assertThat(desk.chunksTo(BOB)).containsExactly(0, 1, 2, 3, 3, 4);
        for (int i = 5; i < 8; i++) desk.chunk(i);
        desk.credit(BOB, 1, 7);
        desk.credit(BOB, 0, 8);

        assertThat(desk.facts()).filteredOn(Fact.Accepted.class::isInstance).hasSize(1);
        assertThat(desk.facts()).endsWith(new Fact.Completed(List.of(BOB)));
    }

    @Test
    void aRestartIsToldAsAPauseOnlyOfWhatWasActive() {
        var active = running(8);
        active.restart();
        assertThat(active.facts()).endsWith(new Fact.Accepted(BOB), new Fact.Paused(BOB));

        var paused = running(8);
        paused.give(new Input.Pause(ALICE));
        paused.restart();
        paused.restart();
        assertThat(paused.facts()).endsWith(new Fact.Accepted(BOB), new Fact.Paused(ALICE));
    }

    @Test
    void theTimesOfTheLostBeginWithTheRestart() {
        var desk = running(8);
        desk.pass(Duration.ofSeconds(10));
        desk.restart();
        desk.pass(Duration.ofSeconds(30).minusMillis(1));
        assertThat(desk.state().wire()).isEqualTo("paused");
        desk.pass(Duration.ofMillis(1));

        assertThat(desk.state()).isEqualTo(new State.Cancelled(Reason.SENDER_GONE));
    }

    @Test
    void aRestartForgetsNoPauseAndLengthensNone() {
        var desk = running(4);
        for (int i = 0; i < 4; i++) desk.chunk(i);
        desk.give(new Input.Pause(ALICE));
        desk.give(new Input.Pause(BOB));
        desk.pass(Duration.ofMinutes(40));
        desk.restart();
        desk.give(new Input.Connected(ALICE));
        desk.give(new Input.Connected(BOB));
        assertThat(desk.state()).isEqualTo(new State.Paused(Set.of(Cause.SENDER, Cause.RECEIVER)));
        desk.pass(Duration.ofMinutes(20));

        assertThat(desk.state()).isEqualTo(new State.Expired(Reason.PAUSED_TOO_LONG));
    }

    @Test
    void aRestartForgetsNoOfferNoRejectAndNoDoubt() {
        var desk = Desk.toAll(4);
        desk.give(new Input.Reject(BOB, ""));
        desk.restart();
        assertThat(desk.state()).isEqualTo(new State.Pending());
        assertThat(desk.broadcasts()).hasSize(1);
        assertThat(desk.accept(BOB)).contains(Refusal.TRANSFER_OVER);
        desk.give(new Input.Connected(ALICE));
        desk.give(new Input.Connected(CAROL));
        desk.accept(CAROL);
        desk.damaged(0);
        desk.restart();
        desk.give(new Input.Connected(ALICE));
        desk.give(new Input.Connected(CAROL));
        desk.damaged(0);

        assertThat(desk.state()).isEqualTo(new State.Failed(Reason.CHECKSUM_MISMATCH));
    }

    @Test
    void whatAllHaveConfirmedNeedsNobodyAfterARestart() {
        var desk = Desk.toAll(1);
        desk.accept(BOB);
        desk.move(BOB, 0, 1);
        desk.restart();
        desk.pass(Duration.ofSeconds(10));

        assertThat(desk.facts()).endsWith(new Fact.Completed(List.of(BOB)));
    }

    @Test
    void aSnapshotIsTheSameAfterARestart() {
        var desk = Desk.toAll(100);
        desk.accept(BOB);
        desk.accept(CAROL);
        desk.give(new Input.Lost(BOB));
        desk.give(new Input.Lost(CAROL));
        IntStream.of(0, 1, 5, 9).forEach(desk::chunk);
        var before = desk.transfer.snapshot();
        desk.restart();

        assertThat(desk.transfer.snapshot()).isEqualTo(before);
    }

    private static Desk running(int chunks) {
        var desk = Desk.toBob(chunks);
        desk.accept(BOB);
        return desk;
    }
}
