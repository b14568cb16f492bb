package io.bitchat.rooms.transfer;

import static io.bitchat.rooms.transfer.Desk.ALICE;
import static io.bitchat.rooms.transfer.Desk.BOB;
import static io.bitchat.rooms.transfer.Desk.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.rooms.Reason;
import io.bitchat.rooms.Refusal;
import io.bitchat.rooms.transfer.Input.Way;
import io.bitchat.rooms.transfer.State.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PauseAndResumeTest {
    private static final State ACTIVE = new State.Active();

    @Test
    void eitherEndPausesAndBothLearnOfIt() {
        for (var who : new String[] {ALICE, BOB}) {
            var desk = running();
            var cause = who.equals(ALICE) ? Cause.SENDER : Cause.RECEIVER;
            var paused = new State.Paused(Set.of(cause));
            desk.give(new Input.Pause(who));

            assertThat(desk.state()).isEqualTo(paused);
            for (var told : new String[] {ALICE, BOB}) {
                assertThat(desk.lastSent(told)).containsExactly(new Frame.Paused(who, cause, paused));
            }
            assertThat(desk.facts()).endsWith(new Fact.Paused(who));
        }
    }

    @Test
    void itGoesOnAtTheFirstMissingChunk() {
        var desk = running();
        desk.move(BOB, 0, 3);
        desk.give(new Input.Pause(ALICE));
        desk.give(new Input.Resume(ALICE));

        assertThat(desk.lastSent(BOB)).containsExactly(new Frame.Resumed(ALICE, ACTIVE, 3));
        assertThat(desk.facts()).endsWith(new Fact.Paused(ALICE), new Fact.Resumed(ALICE));
        desk.move(BOB, 3, 8);
        assertThat(desk.state()).isEqualTo(new State.Completed());
        assertThat(desk.chunksTo(BOB)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void whatBothHavePausedBothMustResume() {
        var desk = running();
        desk.give(new Input.Pause(ALICE));
        desk.give(new Input.Pause(BOB));
        assertThat(desk.state()).isEqualTo(new State.Paused(Set.of(Cause.SENDER, Cause.RECEIVER)));
        desk.give(new Input.Resume(ALICE));
        assertThat(desk.state()).isEqualTo(new State.Paused(Set.of(Cause.RECEIVER)));
        desk.give(new Input.Resume(BOB));

        assertThat(desk.state()).isEqualTo(ACTIVE);
        assertThat(desk.facts()).endsWith(new Fact.Accepted(BOB), new Fact.Paused(ALICE), new Fact.Resumed(BOB));
    }

    @Test
    void nobodyResumesWhatTheOtherHasPaused() {
        var desk = running();
        desk.give(new Input.Pause(ALICE));

        assertThat(desk.give(new Input.Resume(BOB))).contains(Refusal.PAUSED_BY_OTHER);
        assertThat(desk.give(new Input.Pause(ALICE))).contains(Refusal.ALREADY_PAUSED);
    }

    @Test
    void whatIsUnderWayIsStillTakenAndNoMoreIsGranted() {
        var desk = running();
        assertThat(desk.granted()).isEqualTo(2);
        desk.give(new Input.Pause(BOB));
        for (int i = 0; i < 2; i++) assertThat(desk.chunk(i)).isEmpty();

        assertThat(desk.chunk(2)).contains(Refusal.NO_CREDIT);
        assertThat(desk.granted()).isEqualTo(2);
        desk.give(new Input.Resume(BOB));
        assertThat(desk.granted()).isEqualTo(4);
    }

    @Test
    void aPausedReceiverGetsNothing() {
        var desk = running();
        desk.credit(BOB, 4, 0);
        desk.give(new Input.Pause(BOB));
        desk.chunk(0);
        assertThat(desk.chunksTo(BOB)).isEmpty();
        desk.give(new Input.Resume(BOB));

        assertThat(desk.chunksTo(BOB)).containsExactly(0);
    }

    @Test
    void noChunkIsTakenOverHttpDuringAPause() {
        var desk = running();
        desk.give(new Input.Pause(ALICE));

        assertThat(desk.give(new Input.Chunk(ALICE, 0, 65_536, true, Way.HTTP))).contains(Refusal.PAUSED);
    }

    @Test
    void oneReceiversPauseStopsNobodyElse() {
        var desk = Desk.toAll(6);
        desk.accept(BOB);
        desk.accept(CAROL);
        desk.give(new Input.Pause(BOB));

        assertThat(desk.state()).isEqualTo(ACTIVE);
        assertThat(desk.stateOf(BOB)).isEqualTo(new State.Paused(Set.of(Cause.RECEIVER)));
        assertThat(desk.facts()).noneMatch(Fact.Paused.class::isInstance);
        desk.give(new Input.Reject(Desk.DAVE, ""));
        desk.move(CAROL, 0, 6);
        assertThat(desk.stateOf(CAROL)).isEqualTo(new State.Completed());
        assertThat(desk.state()).isEqualTo(new State.Paused(Set.of(Cause.RECEIVER)));
        desk.give(new Input.Resume(BOB));
        for (int i = 0; i < 6; i++) {
            desk.credit(BOB, 1, i);
            desk.credit(BOB, 0, i + 1);
        }
        assertThat(desk.facts()).endsWith(new Fact.Completed(List.of(BOB, CAROL)));
    }

    @Test
    void aPauseOfAnHourExpires() {
        var desk = running();
        desk.give(new Input.Pause(BOB));
        desk.pass(Duration.ofMinutes(60).minusMillis(1));
        assertThat(desk.state().wire()).isEqualTo("paused");
        desk.pass(Duration.ofMillis(1));

        assertThat(desk.state()).isEqualTo(new State.Expired(Reason.PAUSED_TOO_LONG));
        assertThat(desk.facts()).endsWith(new Fact.Expired(Reason.PAUSED_TOO_LONG));
    }

    @Test
    void aPauseHasNoSilenceAndNoProgress() {
        var desk = running();
        desk.give(new Input.Pause(ALICE));
        int reports = desk.reports().size();
        desk.pass(Duration.ofMinutes(59));

        assertThat(desk.reports()).hasSize(reports);
        desk.give(new Input.Resume(ALICE));
        assertThat(desk.state()).isEqualTo(ACTIVE);
        desk.pass(Duration.ofSeconds(29));
        assertThat(desk.state()).isEqualTo(ACTIVE);
    }

    private static Desk running() {
        var desk = Desk.toBob(8);
        desk.accept(BOB);
        return desk;
    }
}
