package io.bitchat.rooms.transfer;

import static io.bitchat.rooms.transfer.Desk.ALICE;
import static io.bitchat.rooms.transfer.Desk.BOB;
import static io.bitchat.rooms.transfer.Desk.CAROL;
import static io.bitchat.rooms.transfer.Desk.DAVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.IndexRange;
import io.bitchat.rooms.Reason;
import io.bitchat.rooms.Refusal;
import io.bitchat.rooms.transfer.Input.Way;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferErrorsTest {
    // --- chunks

    @Test
    void aDamagedChunkIsAskedForOnceAndCostsTheSenderNoCredit() {
        var desk = running(8);
        desk.chunk(0);

        assertThat(desk.damaged(1)).contains(Refusal.CHECKSUM_MISMATCH);
        assertThat(desk.lastSent(ALICE)).startsWith(new Frame.Retransmit(1));
        desk.chunk(1);
        assertThat(desk.transfer.progress().chunksSent()).isEqualTo(2);
        assertThat(desk.sent(ALICE))
                .filteredOn(Frame.Retransmit.class::isInstance)
                .hasSize(1);
        for (int i = 2; i < 8; i++) assertThat(desk.chunk(i)).isEmpty();
    }

    @Test
    void theSameChunkDamagedTwiceFailsTheTransfer() {
        var desk = running(8);
        desk.damaged(1);
        desk.chunk(2);

        assertThat(desk.damaged(1)).contains(Refusal.CHECKSUM_MISMATCH);
        assertThat(desk.state()).isEqualTo(new State.Failed(Reason.CHECKSUM_MISMATCH));
        assertThat(desk.broadcasts()).endsWith(new Frame.Cancelled(null, new State.Failed("checksum_mismatch")));
        assertThat(desk.facts()).endsWith(new Fact.Failed("checksum_mismatch"));
        assertThat(desk.all).endsWith(new Effect.EndSpool(false));
    }

    @Test
    void aDamagedCopyOfAChunkThatIsThereDoesNoHarm() {
        var desk = running(8);
        desk.chunk(0);

        assertThat(desk.damaged(0)).isEmpty();
        assertThat(desk.damaged(0)).isEmpty();
        assertThat(desk.state()).isEqualTo(new State.Active());
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 65536, no_such_chunk",
        "8, 65536, no_such_chunk",
        "4294967295, 65536, no_such_chunk",
        "0, 65535, wrong_length",
        "0, 65537, wrong_length",
        "0, 0, wrong_length",
        "7, 65537, wrong_length"
    })
    void whatIsNoChunkOfTheFileIsRefusedAndTheTransferGoesOn(long index, long length, String code) {
        var desk = running(8);
        var refusal = desk.give(new Input.Chunk(ALICE, index, length, true, Way.SOCKET));

        assertThat(refusal.map(Refusal::wire)).contains(code);
        assertThat(desk.last).noneMatch(Effect.StoreChunk.class::isInstance);
        for (int i = 0; i < 8; i++) assertThat(desk.chunk(i)).isEmpty();
    }

    @Test
    void aChunkWithoutCreditIsRefused() {
        var desk = running(8);
        desk.storing = false;
        for (int i = 0; i < 2; i++) assertThat(desk.chunk(i)).isEmpty();

        assertThat(desk.chunk(2)).contains(Refusal.NO_CREDIT);
        assertThat(desk.last).noneMatch(Effect.StoreChunk.class::isInstance);
    }

    @Test
    void aChunkOverHttpNeedsNoCredit() {
        var desk = running(8);
        desk.storing = false;
        for (int i = 0; i < 8; i++) {
            assertThat(desk.give(new Input.Chunk(ALICE, i, 65_536, true, Way.HTTP)))
                    .isEmpty();
        }

        assertThat(desk.all).filteredOn(Effect.StoreChunk.class::isInstance).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 65_535, 65_536, 65_537})
    void filesOfEverySizeGoThrough(long size) {
        var desk = Desk.of(Desk.offer(BOB, size, false));
        desk.accept(BOB);
        var chunking = new Chunking(size, 65_536);
        for (int i = 0; i < chunking.count(); i++) {
            assertThat(desk.credit(BOB, 1, i)).isEmpty();
            assertThat(desk.give(new Input.Chunk(ALICE, i, chunking.length(i), true, Way.SOCKET)))
                    .isEmpty();
            assertThat(desk.credit(BOB, 0, i + 1)).isEmpty();
        }

        assertThat(desk.state()).isEqualTo(new State.Completed());
        assertThat(desk.reports().getLast().bytes()).isEqualTo(size);
    }

    @Test
    void aSenderThatClaimsToBeCompleteLearnsWhatIsMissing() {
        var desk = running(8);
        desk.chunk(0);
        desk.chunk(2);

        assertThat(desk.give(new Input.Complete(ALICE))).contains(Refusal.INCOMPLETE);
        assertThat(desk.lastSent(ALICE))
                .containsExactly(new Frame.Credit(0, List.of(new IndexRange(1, 1), new IndexRange(3, 7))));
    }

    @Test
    void bothEndsMaySayThatTheyAreComplete() {
        var desk = running(1);
        desk.credit(BOB, 1, 0);
        desk.chunk(0);

        assertThat(desk.give(new Input.Complete(ALICE))).isEmpty();
        assertThat(desk.state()).isEqualTo(new State.Active());
        assertThat(desk.give(new Input.Complete(BOB))).isEmpty();
        assertThat(desk.state()).isEqualTo(new State.Completed());
    }

    // --- credits

    @ParameterizedTest
    @CsvSource({
        "-1, 0",
        "5, 0",
        "9223372036854775807, 0",
        "-9223372036854775808, 0",
        "1, -1",
        "1, 3",
        "0, 9223372036854775807"
    })
    void wrongCreditIsRefusedAndChangesNothing(long credits, long confirmed) {
        var desk = running(8);
        desk.credit(BOB, 2, 0);
        desk.chunk(0);
        desk.chunk(1);

        assertThat(desk.credit(BOB, credits, confirmed)).contains(Refusal.BAD_CREDIT);
        assertThat(desk.credit(BOB, 4, 2)).isEmpty();
        desk.chunk(2);
        assertThat(desk.chunksTo(BOB)).containsExactly(0, 1, 2);
    }

    @Test
    void aReceiverCannotTakeBackWhatItHasConfirmed() {
        var desk = running(8);
        desk.move(BOB, 0, 2);

        assertThat(desk.credit(BOB, 1, 1)).contains(Refusal.BAD_CREDIT);
    }

    @Test
    void aReceiverGetsNoMoreThanItHasRoomFor() {
        var desk = running(8);
        for (int i = 0; i < 8; i++) desk.chunk(i);
        assertThat(desk.chunksTo(BOB)).isEmpty();
        desk.credit(BOB, 3, 0);
        assertThat(desk.chunksTo(BOB)).containsExactly(0, 1, 2);
        desk.credit(BOB, 0, 3);

        assertThat(desk.chunksTo(BOB)).containsExactly(0, 1, 2);
    }

    @Test
    void aChunkDamagedOnTheWayToAReceiverIsSentAgainWithWhatFollowsOnce() {
        var desk = running(8);
        desk.credit(BOB, 4, 0);
        for (int i = 0; i < 4; i++) desk.chunk(i);
        desk.credit(BOB, 0, 1);

        assertThat(desk.give(new Input.Retransmit(BOB, 4))).contains(Refusal.NO_SUCH_CHUNK);
        assertThat(desk.give(new Input.Retransmit(BOB, 0))).contains(Refusal.NO_SUCH_CHUNK);
        assertThat(desk.give(new Input.Retransmit(BOB, 1))).isEmpty();
        desk.credit(BOB, 3, 1);
        assertThat(desk.chunksTo(BOB)).containsExactly(0, 1, 2, 3, 1, 2, 3);
        assertThat(desk.give(new Input.Retransmit(BOB, 1))).isEmpty();
        assertThat(desk.state()).isEqualTo(new State.Failed(Reason.CHECKSUM_MISMATCH));
    }

    // --- the service

    @ParameterizedTest
    @ValueSource(strings = {Reason.STORAGE_FULL, Reason.MIME_MISMATCH, Reason.MALWARE_FOUND})
    void whatTheServiceCannotOrMayNotKeepFailsWithItsReason(String reason) {
        var desk = running(8);
        desk.storing = false;
        desk.chunk(0);
        desk.give(new Input.Fail(reason));

        assertThat(desk.state()).isEqualTo(new State.Failed(reason));
        assertThat(desk.broadcasts()).endsWith(new Frame.Cancelled(null, new State.Failed(reason)));
        assertThat(desk.all).endsWith(new Effect.EndSpool(false));
        desk.give(new Input.Stored(0));
        assertThat(desk.chunksTo(BOB)).isEmpty();
    }

    @Test
    void aScannerMayHoldTheLastChunkBack() {
        var desk = running(2);
        desk.storing = false;
        desk.credit(BOB, 2, 0);
        desk.chunk(0);
        desk.give(new Input.Stored(0));
        desk.chunk(1);
        desk.pass(Duration.ofSeconds(10));
        assertThat(desk.chunksTo(BOB)).containsExactly(0);
        desk.give(new Input.Fail(Reason.MALWARE_FOUND));

        assertThat(desk.chunksTo(BOB)).containsExactly(0);
        assertThat(desk.state().error()).isEqualTo("malware_found");
    }

    // --- participants

    @Test
    void aRemovedReceiverGetsNothingMoreAndTheOthersGoOn() {
        var desk = Desk.toAll(4);
        desk.accept(BOB);
        desk.accept(CAROL);
        desk.give(new Input.Removed(BOB));

        assertThat(desk.stateOf(BOB)).isEqualTo(new State.Cancelled(Reason.REMOVED_FROM_ROOM));
        assertThat(desk.lastSent(ALICE))
                .contains(new Frame.Cancelled(BOB, new State.Cancelled(Reason.REMOVED_FROM_ROOM)));
        assertThat(desk.credit(BOB, 1, 0)).contains(Refusal.TRANSFER_OVER);
        desk.move(CAROL, 0, 4);
        assertThat(desk.stateOf(CAROL)).isEqualTo(new State.Completed());
    }

    @Test
    void aRemovedSenderEndsTheTransfer() {
        var desk = running(4);
        desk.give(new Input.Removed(ALICE));

        assertThat(desk.state()).isEqualTo(new State.Cancelled(Reason.REMOVED_FROM_ROOM));
    }

    @Test
    void whoJoinsIsOfferedWhatIsForEverybody() {
        var toAll = Desk.toAll(4);
        toAll.give(new Input.Joined("erin"));
        assertThat(toAll.lastSent("erin")).hasSize(1).allMatch(Frame.Offered.class::isInstance);
        assertThat(toAll.accept("erin")).isEmpty();

        var toBob = Desk.toBob(4);
        toBob.give(new Input.Joined("erin"));
        assertThat(toBob.accept("erin")).contains(Refusal.NOT_A_PARTY);
    }

    @Test
    void whoLeavesBeforeItDecidesMayComeBack() {
        var desk = Desk.toAll(4);
        for (int i = 0; i < 3; i++) {
            desk.give(new Input.Removed(BOB));
            assertThat(desk.accept(BOB)).contains(Refusal.NOT_A_PARTY);
            desk.give(new Input.Joined(BOB));
            desk.give(new Input.Connected(BOB));
        }
        desk.accept(BOB);

        assertThat(desk.state()).isEqualTo(new State.Active());
    }

    @Test
    void anOfferWithNobodyLeftInTheRoomEnds() {
        var desk = Desk.toAll(4);
        for (var peer : List.of(BOB, CAROL, DAVE)) desk.give(new Input.Removed(peer));

        assertThat(desk.state()).isEqualTo(new State.Cancelled(Reason.REMOVED_FROM_ROOM));
    }

    @Test
    void anOfferToARoomWhereNobodyIsYetWaitsForWhoJoins() {
        var desk = Desk.toNobodyYet(4);
        desk.pass(Duration.ofMinutes(59));
        assertThat(desk.state()).isEqualTo(new State.Pending());
        desk.give(new Input.Joined(BOB));
        desk.give(new Input.Connected(BOB));
        desk.accept(BOB);
        assertThat(desk.state()).isEqualTo(new State.Active());

        var alone = Desk.toNobodyYet(4);
        alone.pass(Duration.ofHours(1));
        assertThat(alone.state()).isEqualTo(new State.Expired(Reason.OFFER_EXPIRED));
    }

    @Test
    void noMoreReceiversAreServedThanConfigured() {
        var desk = Desk.of(Desk.offer(null, 65_536, false), Desk.SETTINGS.withMaxReceivers(2));
        desk.accept(BOB);
        desk.accept(CAROL);

        assertThat(desk.accept(DAVE)).contains(Refusal.TOO_MANY_RECEIVERS);
    }

    private static Desk running(int chunks) {
        var desk = Desk.toBob(chunks);
        desk.accept(BOB);
        return desk;
    }
}
