package io.bitchat.messages.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.contracts.transfers.TransferEvent;
import io.bitchat.messages.rooms.KnownTransfers.Listed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownTransfersTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final KnownTransfers known = new KnownTransfers(() -> now);

    private TransferEvent offered(String id) {
        return new TransferEvent.Offered(
                id, now, "r", "alice", null, "a", "text/plain", 1, 1, 1, false, now, List.of("alice", "bob", "carol"));
    }

    private TransferEvent accepted(String id) {
        return new TransferEvent.Accepted(id, now, "r", "alice", "bob", false);
    }

    private TransferEvent completed(String id) {
        return new TransferEvent.Completed(id, now, "r", "alice", List.of("bob"), null);
    }

    @Test
    void aReceiverIsAPartyOnceItHasAccepted() {
        known.heard(offered("1"));
        assertThat(known.isParty("alice", "r")).isTrue();
        assertThat(known.isParty("bob", "r")).isFalse();

        known.heard(accepted("1"));
        assertThat(known.roomsOf("bob")).containsExactly("r");
    }

    @Test
    void theEndIsToldOnceAndForgetsTheTransfer() {
        known.heard(offered("1"));
        known.heard(accepted("1"));

        assertThat(known.heard(completed("1"))).containsExactlyInAnyOrder("alice", "bob", "carol");
        assertThat(known.heard(completed("1"))).isEmpty();
        assertThat(known.roomsOf("bob")).isEmpty();
        assertThat(known.size()).isZero();
    }

    @Test
    void aListMadeBeforeTheEndDoesNotBringItBack() {
        known.heard(completed("1"));

        assertThat(known.listed(new Listed("1", "r", "alice", List.of("alice", "bob"), List.of("alice", "bob"))))
                .isEmpty();
        assertThat(known.isParty("alice", "r")).isFalse();
    }

    @Test
    void factsAndListComplementEachOther() {
        known.heard(accepted("1"));
        known.listed(new Listed("1", "r", "alice", List.of("alice", "dave"), List.of("alice", "bob", "carol", "dave")));

        assertThat(known.isParty("bob", "r")).isTrue();
        assertThat(known.isParty("dave", "r")).isTrue();
        assertThat(known.heard(completed("1"))).containsExactlyInAnyOrder("alice", "bob", "carol", "dave");
    }

    @Test
    void whoLeavesTheGroupIsNoPartyAnyMore() {
        known.heard(offered("1"));
        known.heard(accepted("1"));

        known.members("r", now, Set.of("alice", "carol"));

        assertThat(known.isParty("bob", "r")).isFalse();
        assertThat(known.heard(completed("1"))).containsExactlyInAnyOrder("alice", "carol");
    }

    /** Rooms that are no groups have no events of their own. */
    @Test
    void whoLeavesARoomThatIsNoGroupIsToldNothingMore() {
        known.heard(offered("1"));
        known.heard(accepted("1"));

        assertThat(known.heard(progressed("1", List.of("alice", "bob", "dave"))))
                .containsExactlyInAnyOrder("alice", "bob", "dave");
        known.heard(progressed("1", List.of("alice", "dave")));
        assertThat(known.isParty("bob", "r")).isFalse();
        assertThat(known.heard(completed("1"))).containsExactlyInAnyOrder("alice", "dave");
    }

    private TransferEvent progressed(String id, List<String> participants) {
        return new TransferEvent.Progressed(
                id, now, "r", "alice", "active", 1, 1, 4, 25, 65_536, List.of(), participants);
    }

    @Test
    void whoLeftJustAfterTheOfferIsNoParticipantWhateverIsHeardFirst() {
        var offered = offered("1");
        known.members("r", now.plusMillis(1), Set.of("alice", "bob"));

        assertThat(known.heard(offered)).containsExactlyInAnyOrder("alice", "bob");

        known.members("r", now.minusMillis(1), Set.of("alice"));
        assertThat(known.heard(offered("2"))).containsExactlyInAnyOrder("alice", "bob", "carol");
    }

    @Test
    void whatNothingIsHeardOfIsForgotten() {
        known.heard(offered("1"));
        now = now.plus(KnownTransfers.FORGOTTEN).minusSeconds(1);
        known.heard(offered("2"));
        assertThat(known.size()).isEqualTo(2);

        now = now.plus(Duration.ofSeconds(2));
        known.heard(offered("3"));
        assertThat(known.size()).isEqualTo(2);
    }
}
