package io.bitchat.rooms.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.rooms.Reason;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The simulator itself checks order, bytes and credits of each chunk, and that nothing follows the end. */
class RoomSimulatorTest {
    private static final Set<String> HONEST_REASONS = Set.of(
            Reason.SENDER_GONE,
            Reason.RECEIVER_GONE,
            Reason.OFFER_EXPIRED,
            Reason.IDLE_TIMEOUT,
            Reason.PAUSED_TOO_LONG,
            Reason.CHECKSUM_MISMATCH);

    @Property(tries = 400)
    void whateverConnectionsAreCutWhoComesBackGetsTheFile(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int receivers,
            @ForAll @IntRange(max = 120) int chunks) {
        var room = new RoomSimulator(seed, chunks, receivers, new Faults(2, 6, 0, 0, 0, true));
        room.run();

        assertThat(room.state()).isEqualTo(new State.Completed());
        assertEachHasTheFile(room);
        assertOneEnd(room);
        assertThat(room.storedTwice).isZero();
        assertThat(room.sentBytes()).isLessThanOrEqualTo(room.size() + 2L * room.windowBytes());
    }

    @Property(tries = 300)
    void whateverIsPausedGoesOnWhenItIsResumed(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int receivers,
            @ForAll @IntRange(min = 1, max = 120) int chunks) {
        var room = new RoomSimulator(seed, chunks, receivers, new Faults(1, 3, 0, 0, 10, true));
        room.run();

        assertThat(room.state()).isEqualTo(new State.Completed());
        assertEachHasTheFile(room);
        assertOneEnd(room);
        assertThat(room.storedTwice).isZero();
    }

    /** Cuts of receivers cost the sender nothing, cuts of its own what was under way: here less than a hundredth. */
    @Property(tries = 10)
    void theSenderSendsAtMostOnePercentAgain(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int receivers) {
        var room = new RoomSimulator(seed, 1_000, receivers, new Faults(2, 20, 0, 0, 0, true));
        room.run();

        assertEachHasTheFile(room);
        assertThat(room.sentBytes()).isLessThanOrEqualTo(room.size() + room.size() / 100);

        var noneOfItsOwn = new RoomSimulator(seed, 200, receivers, new Faults(0, 20, 0, 0, 0, true));
        noneOfItsOwn.run();
        assertEachHasTheFile(noneOfItsOwn);
        assertThat(noneOfItsOwn.sentBytes()).isEqualTo(noneOfItsOwn.size());
    }

    @Property(tries = 300)
    void restartsOfTheServiceLoseNothing(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int receivers,
            @ForAll @IntRange(min = 1, max = 100) int chunks) {
        var room = new RoomSimulator(seed, chunks, receivers, new Faults(1, 3, 3, 0, 2, true));
        room.run();

        assertThat(room.state()).isEqualTo(new State.Completed());
        assertEachHasTheFile(room);
        assertOneEnd(room);
    }

    @Property(tries = 300)
    void aChunkThatIsDamagedOnceIsRepaired(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3) int receivers,
            @ForAll @IntRange(min = 1, max = 80) int chunks) {
        var room = new RoomSimulator(seed, chunks, receivers, new Faults(1, 2, 1, 5, 1, true));
        room.run();

        assertThat(room.state()).isEqualTo(new State.Completed());
        assertEachHasTheFile(room);
        assertOneEnd(room);
    }

    @Property(tries = 300)
    void aReceiverAsksAgainForWhatCameDamaged(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3) int receivers,
            @ForAll @IntRange(min = 1, max = 80) int chunks) {
        var room = new RoomSimulator(seed, chunks, receivers, new Faults(0, 3, 0, 0, 2, 5, true));
        room.run();

        assertThat(room.state()).isEqualTo(new State.Completed());
        assertEachHasTheFile(room);
        assertOneEnd(room);
        assertThat(room.sentBytes()).isEqualTo(room.size());
    }

    /** Peers stay away for a minute or for hours: each transfer ends, and says why. */
    @Property(tries = 400)
    void itEndsHonestlyWhoeverStaysAway(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int receivers,
            @ForAll @IntRange(max = 100) int chunks) {
        var room = new RoomSimulator(seed, chunks, receivers, new Faults(2, 8, 1, 2, 4, false));
        room.run();

        assertThat(room.isOver()).isTrue();
        assertOneEnd(room);
        switch (room.facts.getLast()) {
            case Fact.Completed(var those) -> {
                assertThat(those).isNotEmpty();
                assertThat(those)
                        .allSatisfy(peer ->
                                assertThat(room.receivers.get(peer).hasAll()).isTrue());
            }
            case Fact.Cancelled(var reason) -> assertThat(reason).isIn(HONEST_REASONS);
            case Fact.Expired(var reason) -> assertThat(reason).isIn(HONEST_REASONS);
            case Fact other -> throw new AssertionError("ended with " + other);
        }
    }

    private static void assertEachHasTheFile(RoomSimulator room) {
        assertThat(room.receivers.values())
                .filteredOn(receiver -> receiver.accepted)
                .isNotEmpty()
                .allMatch(RoomSimulator.Receiver::hasAll);
    }

    private static void assertOneEnd(RoomSimulator room) {
        assertThat(room.ends).isEqualTo(1);
        assertThat(room.facts.stream().filter(RoomSimulatorTest::isEnd)).hasSize(1);
        assertThat(isEnd(room.facts.getLast()) ? List.of() : room.facts).isEmpty();
        assertThat(room.facts).filteredOn(Fact.Offered.class::isInstance).hasSize(1);
        assertThat(room.facts.stream().filter(Fact.Accepted.class::isInstance)).doesNotHaveDuplicates();
    }

    private static boolean isEnd(Fact fact) {
        return switch (fact) {
            case Fact.Completed _, Fact.Cancelled _, Fact.Failed _, Fact.Expired _ -> true;
            case Fact.Offered _, Fact.Accepted _, Fact.Rejected _, Fact.Paused _, Fact.Resumed _, Fact.Progressed _ ->
                false;
        };
    }
}
