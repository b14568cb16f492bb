package io.bitchat.rooms.transfer;

import static io.bitchat.rooms.transfer.Desk.ALICE;
import static io.bitchat.rooms.transfer.Desk.BOB;
import static io.bitchat.rooms.transfer.Desk.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.rooms.IndexRange;
import io.bitchat.rooms.Reason;
import io.bitchat.rooms.Refusal;
import io.bitchat.rooms.transfer.Input.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each state × each move × each peer, for an offer of Alice to Bob; Carol is in the room, and no party. */
class TransferStateTest {
    /** A word is the code of the refusal, or {@code ok}. */
    private static final String TABLE = """
            state          | peer  | accept            | reject            | pause             | resume            | cancel            | complete          | chunk             | retransmit        | credit            | collect
            pending        | alice | not_the_receiver  | not_the_receiver  | not_accepted      | not_accepted      | ok                | not_accepted      | not_accepted      | not_the_receiver  | not_the_receiver | not_the_receiver
            pending        | bob   | ok                | ok                | not_accepted      | not_accepted      | not_accepted      | not_accepted      | not_the_sender    | not_accepted      | not_accepted | not_accepted
            active         | alice | not_the_receiver  | not_the_receiver  | ok                | not_paused        | ok                | incomplete        | ok                | not_the_receiver  | not_the_receiver | not_the_receiver
            active         | bob   | already_accepted  | already_accepted  | ok                | not_paused        | ok                | incomplete        | not_the_sender    | ok                | ok | fed_by_socket
            paused alice   | alice | not_the_receiver  | not_the_receiver  | already_paused    | ok                | ok                | incomplete        | ok                | not_the_receiver  | not_the_receiver | not_the_receiver
            paused alice   | bob   | already_accepted  | already_accepted  | ok                | paused_by_other   | ok                | incomplete        | not_the_sender    | ok                | ok | fed_by_socket
            paused bob     | alice | not_the_receiver  | not_the_receiver  | ok                | paused_by_other   | ok                | incomplete        | ok                | not_the_receiver  | not_the_receiver | not_the_receiver
            paused bob     | bob   | already_accepted  | already_accepted  | already_paused    | ok                | ok                | incomplete        | not_the_sender    | ok                | ok | fed_by_socket
            paused both    | alice | not_the_receiver  | not_the_receiver  | already_paused    | ok                | ok                | incomplete        | ok                | not_the_receiver  | not_the_receiver | not_the_receiver
            paused both    | bob   | already_accepted  | already_accepted  | already_paused    | ok                | ok                | incomplete        | not_the_sender    | ok                | ok | fed_by_socket
            paused lost    | alice | not_the_receiver  | not_the_receiver  | ok                | paused_by_other   | ok                | incomplete        | ok                | not_the_receiver  | not_the_receiver | not_the_receiver
            paused lost    | bob   | already_accepted  | already_accepted  | ok                | paused_by_other   | ok                | incomplete        | not_the_sender    | no_such_chunk     | bad_credit            | ok
            completed      | alice | not_the_receiver  | not_the_receiver  | transfer_over     | transfer_over     | transfer_over     | transfer_over     | transfer_over     | not_the_receiver  | not_the_receiver | not_the_receiver
            completed      | bob   | transfer_over     | transfer_over     | transfer_over     | transfer_over     | transfer_over     | transfer_over     | not_the_sender    | transfer_over     | transfer_over | transfer_over
            failed         | alice | not_the_receiver  | not_the_receiver  | transfer_over     | transfer_over     | transfer_over     | transfer_over     | transfer_over     | not_the_receiver  | not_the_receiver | not_the_receiver
            failed         | bob   | transfer_over     | transfer_over     | transfer_over     | transfer_over     | transfer_over     | transfer_over     | not_the_sender    | transfer_over     | transfer_over | transfer_over
            cancelled      | alice | not_the_receiver  | not_the_receiver  | transfer_over     | transfer_over     | transfer_over     | transfer_over     | transfer_over     | not_the_receiver  | not_the_receiver | not_the_receiver
            cancelled      | bob   | transfer_over     | transfer_over     | transfer_over     | transfer_over     | transfer_over     | transfer_over     | not_the_sender    | transfer_over     | transfer_over | transfer_over
            expired        | alice | not_the_receiver  | not_the_receiver  | offer_expired     | offer_expired     | offer_expired     | offer_expired     | offer_expired     | not_the_receiver  | not_the_receiver | not_the_receiver
            expired        | bob   | offer_expired     | offer_expired     | offer_expired     | offer_expired     | offer_expired     | offer_expired     | not_the_sender    | offer_expired     | offer_expired | offer_expired
            """;

    static List<Arguments> table() {
        var rows = TABLE.strip().lines().map(line -> line.split("\\|")).toList();
        var cells = new ArrayList<Arguments>();
        for (var row : rows.subList(1, rows.size())) {
            for (int column = 2; column < row.length; column++) {
                cells.add(Arguments.of(
                        row[0].strip(), row[1].strip(), rows.getFirst()[column].strip(), row[column].strip()));
            }
        }
        return cells;
    }

    @ParameterizedTest
    @MethodSource("table")
    void everyMoveInEveryStateIsAnsweredAsTheTableSays(String state, String peer, String move, String expected) {
        var desk = in(state);
        var refusal = desk.give(move(move, peer));

        assertThat(refusal.map(Refusal::wire).orElse("ok")).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("table")
    void whoIsNoPartyMayDoNothingInAnyState(String state, String peer, String move, String expected) {
        assertThat(in(state).give(move(move, CAROL))).contains(Refusal.NOT_A_PARTY);
        assertThat(Refusal.NOT_A_PARTY.status()).isEqualTo(403);
    }

    @ParameterizedTest
    @MethodSource("table")
    void aRefusedMoveChangesNothing(String state, String peer, String move, String expected) {
        if (expected.equals("ok")) return;
        var desk = in(state);
        var before = desk.transfer.snapshot();
        desk.give(move(move, peer));

        assertThat(desk.transfer.snapshot()).isEqualTo(before);
    }

    @Test
    void theTableHasEveryKindOfState() {
        assertThat(table().stream()
                        .map(cell -> ((String) cell.get()[0]).split(" ")[0])
                        .distinct())
                .containsExactly("pending", "active", "paused", "completed", "failed", "cancelled", "expired");
        assertThat(table()).allSatisfy(cell -> {
            var name = (String) cell.get()[0];
            assertThat(in(name).state().wire()).isEqualTo(name.split(" ")[0]);
        });
    }

    @Test
    void refusalsHaveTheirStatus() {
        assertThat(Refusal.NOT_THE_SENDER.status()).isEqualTo(403);
        assertThat(Refusal.ALREADY_PAUSED.status()).isEqualTo(409);
        assertThat(Refusal.OFFER_EXPIRED.status()).isEqualTo(410);
    }

    // --- how it begins

    @Test
    void anOfferIsBroadcastAndPublishedOnce() {
        var desk = Desk.toBob(3);

        assertThat(desk.broadcasts())
                .containsExactly(new Frame.Offered(desk.transfer.offer(), Desk.BEGIN.plus(Duration.ofHours(1))));
        assertThat(desk.facts()).containsExactly(new Fact.Offered());
    }

    @Test
    void theSenderLearnsOfTheAcceptBeforeItMaySend() {
        var desk = Desk.toBob(3);
        assertThat(desk.granted()).isZero();
        desk.accept(BOB);

        assertThat(desk.lastSent(ALICE))
                .containsExactly(new Frame.Accepted(BOB), new Frame.Credit(2, List.of(new IndexRange(0, 2))));
        assertThat(desk.facts()).containsExactly(new Fact.Offered(), new Fact.Accepted(BOB));
    }

    @Test
    void aRejectEndsAsCancelledWithItsReason() {
        var desk = Desk.toBob(3);
        desk.give(new Input.Reject(BOB, "no space on my phone"));

        assertThat(desk.state()).isEqualTo(new State.Cancelled("no space on my phone"));
        assertThat(desk.state().error()).isEqualTo("no space on my phone");
        assertThat(desk.lastSent(ALICE)).containsExactly(new Frame.Rejected(BOB, "no space on my phone"));
        assertThat(desk.facts())
                .endsWith(new Fact.Rejected(BOB, "no space on my phone"), new Fact.Cancelled("no space on my phone"));
        assertThat(desk.last).endsWith(new Effect.EndSpool(false));
    }

    @Test
    void aReasonIsBoundedAndMayBeEmpty() {
        var desk = Desk.toBob(3);

        assertThat(desk.give(new Input.Reject(BOB, "x".repeat(201)))).contains(Refusal.BAD_REASON);
        assertThat(desk.give(new Input.Cancel(ALICE, "x".repeat(201)))).contains(Refusal.BAD_REASON);
        assertThat(desk.give(new Input.Reject(BOB, " "))).isEmpty();
        assertThat(desk.state()).isEqualTo(new State.Cancelled("rejected"));
    }

    @Test
    void anOfferToTheRoomEndsWhenTheLastOneRejects() {
        var desk = Desk.toAll(3);
        desk.give(new Input.Reject(BOB, "no"));
        desk.give(new Input.Reject(CAROL, "not me"));
        assertThat(desk.state()).isEqualTo(new State.Pending());
        desk.give(new Input.Reject(Desk.DAVE, "nor me"));

        assertThat(desk.state()).isEqualTo(new State.Cancelled("nor me"));
    }

    @Test
    void completionIsBroadcastAndPublishedOnce() {
        var desk = in("completed");

        assertThat(desk.broadcasts()).endsWith(new Frame.Completed(null));
        assertThat(desk.facts()).endsWith(new Fact.Completed(List.of(BOB)));
        assertThat(desk.all).endsWith(new Effect.EndSpool(false));
    }

    /** Whoever offers and whoever accepts must both agree that the file stays. */
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void theFileIsKeptOnlyIfBothEndsAgree(boolean offered, boolean accepted) {
        var desk = Desk.of(Desk.offer(BOB, 65_536, offered));
        desk.give(new Input.Accept(BOB, accepted, Input.Way.SOCKET));
        desk.move(BOB, 0, 1);

        assertThat(desk.all).endsWith(new Effect.EndSpool(offered && accepted));
    }

    @Test
    void everyFrameHasTheNameOfTheProtocol() {
        var state = new State.Active();
        var progress = in("active").transfer.progress();
        var frames = List.<Frame>of(
                new Frame.Offered(Desk.offer(null, 1, false), Desk.BEGIN),
                new Frame.Accepted(BOB),
                new Frame.Rejected(BOB, ""),
                new Frame.Progressed(progress),
                new Frame.Completed(null),
                new Frame.Paused(BOB, State.Cause.RECEIVER, state),
                new Frame.Resumed(BOB, state, 0),
                new Frame.Cancelled(null, state),
                new Frame.Retransmit(0),
                new Frame.Credit(1, List.of()));

        assertThat(frames.stream().map(Frame::type))
                .containsExactly(
                        "file-share-offer",
                        "file-share-accept",
                        "file-share-reject",
                        "file-share-progress",
                        "file-share-complete",
                        "file-share-pause",
                        "file-share-resume",
                        "file-share-cancel",
                        "file-share-retransmit",
                        "file-share-credit");
    }

    private static Desk in(String state) {
        var desk = Desk.toBob(4);
        switch (state) {
            case "pending" -> {}
            case "cancelled" -> desk.give(new Input.Cancel(ALICE, ""));
            case "expired" -> desk.pass(Duration.ofHours(1));
            default -> accepted(desk, state);
        }
        return desk;
    }

    /** Bob has accepted, and has one of the four chunks unconfirmed. */
    private static void accepted(Desk desk, String state) {
        desk.accept(BOB);
        desk.credit(BOB, 1, 0);
        desk.chunk(0);
        switch (state) {
            case "active" -> {}
            case "paused alice" -> desk.give(new Input.Pause(ALICE));
            case "paused bob" -> desk.give(new Input.Pause(BOB));
            case "paused both" -> {
                desk.give(new Input.Pause(BOB));
                desk.give(new Input.Pause(ALICE));
            }
            case "paused lost" -> desk.give(new Input.Lost(BOB));
            case "failed" -> desk.give(new Input.Fail(Reason.STORAGE_FULL));
            case "completed" -> {
                desk.credit(BOB, 0, 1);
                desk.move(BOB, 1, 4);
            }
            default -> throw new IllegalArgumentException(state);
        }
    }

    private static Input move(String name, String peer) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "collect" -> new Input.Collect(peer, 0);
            case "accept" -> new Input.Accept(peer, false, Input.Way.SOCKET);
            case "reject" -> new Input.Reject(peer, "no");
            case "pause" -> new Input.Pause(peer);
            case "resume" -> new Input.Resume(peer);
            case "cancel" -> new Input.Cancel(peer, "");
            case "complete" -> new Input.Complete(peer);
            case "chunk" -> new Input.Chunk(peer, 1, 65_536, true, Way.SOCKET);
            case "retransmit" -> new Input.Retransmit(peer, 0);
            case "credit" -> new Input.Credit(peer, 1, 0);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
