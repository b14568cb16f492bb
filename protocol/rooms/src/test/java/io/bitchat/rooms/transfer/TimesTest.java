package io.bitchat.rooms.transfer;

import static io.bitchat.rooms.transfer.Desk.ALICE;
import static io.bitchat.rooms.transfer.Desk.BOB;
import static io.bitchat.rooms.transfer.Desk.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.rooms.Reason;
import io.bitchat.rooms.Refusal;
import io.bitchat.rooms.transfer.Input.Way;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimesTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    @Test
    void anOfferExpiresAfterAnHour() {
        var desk = Desk.toBob(4);
        desk.pass(Duration.ofHours(1).minus(MILLI));
        assertThat(desk.state()).isEqualTo(new State.Pending());
        desk.pass(MILLI);

        assertThat(desk.state()).isEqualTo(new State.Expired(Reason.OFFER_EXPIRED));
        assertThat(desk.accept(BOB)).contains(Refusal.OFFER_EXPIRED);
        assertThat(desk.facts()).containsExactly(new Fact.Offered(), new Fact.Expired(Reason.OFFER_EXPIRED));
    }

    @Test
    void aLateTickMakesNoOfferAcceptable() {
        var desk = Desk.toBob(4);
        desk.now = desk.now.plus(Duration.ofHours(2));

        assertThat(desk.accept(BOB)).contains(Refusal.OFFER_EXPIRED);
        assertThat(desk.state().wire()).isEqualTo("expired");
    }

    @Test
    void aSenderThatSendsNothingFor30SecondsIsCancelled() {
        var desk = running(8);
        desk.pass(Duration.ofSeconds(20));
        desk.chunk(0);
        desk.pass(Duration.ofSeconds(30).minus(MILLI));
        assertThat(desk.state()).isEqualTo(new State.Active());
        desk.pass(MILLI);

        assertThat(desk.state()).isEqualTo(new State.Cancelled(Reason.IDLE_TIMEOUT));
    }

    @Test
    void rubbishAndRepetitionDoNotCountAsTraffic() {
        var desk = running(8);
        desk.chunk(0);
        for (int i = 0; i < 30; i++) {
            desk.chunk(0);
            desk.give(new Input.Chunk(ALICE, 99, 1, true, Way.SOCKET));
            desk.pass(Duration.ofSeconds(1));
        }

        assertThat(desk.state()).isEqualTo(new State.Cancelled(Reason.IDLE_TIMEOUT));
    }

    @Test
    void aReceiverThatNeverGivesCreditIsCancelled() {
        var desk = running(2);
        desk.chunk(0);
        desk.pass(Duration.ofSeconds(20));
        desk.chunk(1);
        desk.pass(Duration.ofSeconds(10).minus(MILLI));
        assertThat(desk.state()).isEqualTo(new State.Active());
        desk.pass(MILLI);

        assertThat(desk.state()).isEqualTo(new State.Cancelled(Reason.IDLE_TIMEOUT));
    }

    @Test
    void aSilentReceiverStopsNobodyElse() {
        var desk = Desk.toAll(60);
        desk.accept(BOB);
        desk.accept(CAROL);
        for (int i = 0; i < 40; i++) {
            desk.move(CAROL, i, i + 1);
            desk.pass(Duration.ofSeconds(1));
        }

        assertThat(desk.stateOf(BOB)).isEqualTo(new State.Cancelled(Reason.IDLE_TIMEOUT));
        assertThat(desk.stateOf(CAROL)).isEqualTo(new State.Active());
    }

    @Test
    void nobodyIsBlamedForTheOthersSilence() {
        var desk = running(8);
        desk.move(BOB, 0, 4);
        // Bob has all there is, and waits for Alice
        desk.pass(Duration.ofSeconds(29));
        desk.chunk(4);
        desk.pass(Duration.ofSeconds(29));

        assertThat(desk.state()).isEqualTo(new State.Active());
    }

    @Test
    void aLostReceiverPausesAndExpiresAfterAnHour() {
        var desk = running(8);
        desk.give(new Input.Lost(BOB));
        assertThat(desk.facts()).endsWith(new Fact.Paused(BOB));
        desk.pass(Duration.ofHours(1).minus(MILLI));
        assertThat(desk.state().wire()).isEqualTo("paused");
        desk.pass(MILLI);

        assertThat(desk.state()).isEqualTo(new State.Expired(Reason.RECEIVER_GONE));
    }

    @Test
    void aLostSenderHas30Seconds() {
        var desk = running(8);
        desk.give(new Input.Lost(ALICE));
        desk.pass(Duration.ofSeconds(30).minus(MILLI));
        assertThat(desk.state()).isEqualTo(new State.Active());
        desk.pass(MILLI);

        assertThat(desk.state()).isEqualTo(new State.Cancelled(Reason.SENDER_GONE));
    }

    @Test
    void aSenderThatWorksOverHttpMayHaveSomeSocketThatCloses() {
        var desk = Desk.toBobWithoutSocket(8);
        desk.give(new Input.Accept(BOB, false, Way.HTTP));
        desk.give(new Input.Chunk(ALICE, 0, 65_536, true, Way.HTTP));
        desk.give(new Input.Connected(ALICE));
        desk.give(new Input.Lost(ALICE));
        desk.pass(Duration.ofMinutes(59));
        assertThat(desk.state()).isEqualTo(new State.Active());

        desk.give(new Input.Connected(ALICE));
        desk.chunk(1);
        desk.give(new Input.Lost(ALICE));
        desk.pass(Duration.ofSeconds(30));
        assertThat(desk.state()).isEqualTo(new State.Cancelled(Reason.SENDER_GONE));
    }

    @Test
    void aSenderThatIsBackInTimeGoesOn() {
        var desk = running(8);
        desk.give(new Input.Lost(ALICE));
        desk.pass(Duration.ofSeconds(29));
        desk.give(new Input.Connected(ALICE));
        desk.pass(Duration.ofSeconds(29));

        assertThat(desk.state()).isEqualTo(new State.Active());
    }

    @Test
    void aLostSenderThatHasBroughtEverythingIsNotMissed() {
        var desk = running(4);
        for (int i = 0; i < 4; i++) desk.chunk(i);
        desk.give(new Input.Lost(ALICE));
        for (int i = 0; i < 4; i++) {
            desk.pass(Duration.ofSeconds(20));
            desk.credit(BOB, 1, i);
            desk.credit(BOB, 0, i + 1);
        }

        assertThat(desk.state()).isEqualTo(new State.Completed());
    }

    @Test
    void theGraceOfASenderThatIsAwayBeginsWithTheAccept() {
        var desk = Desk.toBob(4);
        desk.give(new Input.Lost(ALICE));
        desk.pass(Duration.ofMinutes(30));
        desk.accept(BOB);
        desk.pass(Duration.ofSeconds(29));
        desk.give(new Input.Connected(ALICE));

        assertThat(desk.lastSent(ALICE)).hasSize(1).allMatch(Frame.Credit.class::isInstance);
    }

    @Test
    void aSenderWithoutSocketIsThereForAnHourAfterEachRequest() {
        var desk = Desk.toBob(8);
        desk.give(new Input.Lost(ALICE));
        desk.accept(BOB);
        for (int i = 0; i < 4; i++) {
            desk.give(new Input.Chunk(ALICE, i, 65_536, true, Way.HTTP));
            desk.credit(BOB, 1, i);
            desk.credit(BOB, 1, i + 1);
            desk.pass(Duration.ofMinutes(59));
        }
        assertThat(desk.state()).isEqualTo(new State.Active());
        desk.pass(Duration.ofMinutes(1));

        assertThat(desk.state()).isEqualTo(new State.Cancelled(Reason.SENDER_GONE));
    }

    @Test
    void aReceiverThatCollectsOverHttpIsThereForAnHourAfterEachRequest() {
        var desk = Desk.toBobWithoutSocket(8);
        desk.give(new Input.Accept(BOB, false, Way.HTTP));
        for (int i = 0; i < 3; i++) {
            desk.give(new Input.Chunk(ALICE, i, 65_536, true, Way.HTTP));
            assertThat(desk.give(new Input.Collect(BOB, i))).isEmpty();
            desk.give(new Input.Collected(BOB, i));
            desk.pass(Duration.ofMinutes(59));
        }
        assertThat(desk.state()).isEqualTo(new State.Active());
        desk.give(new Input.Chunk(ALICE, 3, 65_536, true, Way.HTTP));
        desk.pass(Duration.ofMinutes(1));

        assertThat(desk.state()).isEqualTo(new State.Expired(Reason.RECEIVER_GONE));
    }

    @Test
    void undecidedParticipantsHaveTenSecondsWhenTheOthersAreDone() {
        var desk = Desk.toAll(1);
        desk.accept(BOB);
        desk.move(BOB, 0, 1);
        assertThat(desk.state()).isEqualTo(new State.Active());
        assertThat(desk.lastSent(ALICE)).contains(new Frame.Completed(BOB));
        desk.pass(Duration.ofSeconds(9));
        assertThat(desk.accept(CAROL)).isEmpty();
        desk.credit(CAROL, 1, 0);
        desk.credit(CAROL, 0, 1);
        desk.pass(Duration.ofSeconds(10));

        assertThat(desk.facts()).endsWith(new Fact.Completed(List.of(BOB, CAROL)));
        assertThat(desk.accept(Desk.DAVE)).contains(Refusal.OFFER_EXPIRED);
    }

    @Test
    void whoHasNotAcceptedInAnHourCannotEvenIfOthersAreAtIt() {
        var desk = Desk.toAll(400);
        desk.accept(BOB);
        for (int i = 0; i < 361; i++) {
            desk.move(BOB, i, i + 1);
            desk.pass(Duration.ofSeconds(10));
        }

        assertThat(desk.accept(CAROL)).contains(Refusal.OFFER_EXPIRED);
        assertThat(desk.state()).isEqualTo(new State.Active());
    }

    @Test
    void timeDoesNotGoBack() {
        var desk = running(8);
        desk.pass(Duration.ofSeconds(10));
        desk.now = desk.now.minusSeconds(5);
        desk.chunk(0);

        assertThat(desk.transfer.progress().at()).isEqualTo(Desk.BEGIN.plusSeconds(10));
    }

    private static Desk running(int chunks) {
        var desk = Desk.toBob(chunks);
        desk.accept(BOB);
        return desk;
    }
}
