package io.bitchat.transport.outbox;

import static io.bitchat.transport.outbox.Desk.from;
import static io.bitchat.transport.outbox.Desk.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.transport.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxRetryTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Desk desk = new Desk();

    @Test
    void aMessageThatFailedIsTriedAgainAfterAPause() {
        desk.hold("m1").next(1);
        var until = desk.fail("m1");

        assertThat(desk.outbox.where(key("m1"))).isEqualTo(new Whereabouts.Waiting(ReasonCode.NO_TRANSPORT_AVAILABLE));
        assertThat(desk.outbox.nextWake()).contains(until);
        assertThat(desk.next(1)).isEmpty();

        desk.now = until;
        assertThat(desk.next(1)).containsExactly("m1");
    }

    @Test
    void pausesGrowUpToTheLongest() {
        desk.hold("m1");
        var pauses = new ArrayList<Long>();
        for (int i = 0; i < 8; i++) {
            desk.next(1);
            var until = desk.fail("m1");
            pauses.add(Duration.between(desk.now, until).toMillis());
            desk.now = until;
        }

        for (int i = 0; i < pauses.size(); i++) {
            long longest = Math.min(8_000, 1_000L << i);
            assertThat(pauses.get(i)).isBetween(longest / 2, longest);
        }
    }

    @Test
    void aTransportThatComesBackEndsAllPauses() {
        desk.hold("m1").hold(from("carol", "c1", "dave"));
        pauseBoth();

        desk.outbox.transportAvailable();

        assertThat(List.of(desk.next(1), desk.next(1))).containsExactlyInAnyOrder(List.of("m1"), List.of("c1"));
    }

    @Test
    void aReceiverThatIsSeenEndsThePausesOfItsMessagesOnly() {
        desk.hold("m1").hold(from("carol", "c1", "dave"));
        pauseBoth();

        desk.outbox.receiverSeen("dave");
        desk.outbox.receiverSeen("nobody");

        assertThat(desk.next(1)).containsExactly("c1");
        assertThat(desk.next(1)).isEmpty();
    }

    @Test
    void whatFailsAfterItsReceiverWasSeenIsTriedAgainAtOnceButOnlyOnce() {
        desk.hold("m1").next(1);

        desk.outbox.receiverSeen("bob");

        assertThat(desk.fail("m1")).isEqualTo(desk.now);
        assertThat(desk.next(1)).containsExactly("m1");
        assertThat(desk.fail("m1")).isAfter(desk.now);
        assertThat(desk.next(1)).isEmpty();
    }

    private void pauseBoth() {
        desk.next(1);
        desk.next(1);
        desk.fail("m1");
        desk.outbox.failed(from("carol", "c1", "dave").key(), ReasonCode.RECEIVER_UNREACHABLE, desk.now);
        assertThat(desk.next(1)).isEmpty();
    }

    @Test
    void whatIsInFlightStaysSoWhenATransportComesBack() {
        desk.hold("m1").next(1);

        desk.outbox.transportAvailable();
        desk.outbox.receiverSeen("bob");

        assertThat(desk.next(1)).isEmpty();
    }

    @Test
    void aMessageIsGivenUpAtTheEndOfItsTtlWithTheReasonForWhichItWaited() {
        desk.hold(from("alice", "m1", "bob").withTtl(MINUTE));
        desk.next(1);
        desk.fail("m1");

        assertThat(desk.after(MINUTE.minusMillis(1)).outbox.expire(desk.now)).isEmpty();
        var expired = desk.after(Duration.ofMillis(1)).outbox.expire(desk.now);

        assertThat(expired)
                .singleElement()
                .extracting(Finished::end)
                .isEqualTo(new Finished.End.Failed(ReasonCode.EXPIRED, ReasonCode.NO_TRANSPORT_AVAILABLE));
        assertThat(desk.outbox.messages()).isZero();
        assertThat(desk.next(1)).isEmpty();
    }

    @Test
    void aMessageInFlightIsSparedUntilItsAttemptHasEnded() {
        desk.hold(from("alice", "m1", "bob").withTtl(MINUTE));
        desk.next(1);

        desk.after(MINUTE);
        assertThat(desk.outbox.expire(desk.now)).isEmpty();
        assertThat(desk.outbox.nextWake()).isEmpty();

        desk.fail("m1");
        assertThat(desk.outbox.nextWake()).contains(desk.now);
        assertThat(desk.outbox.expire(desk.now)).hasSize(1);
    }

    @Test
    void anExpiredMessageIsNeverSent() {
        desk.hold(from("alice", "m1", "bob").withTtl(SECOND), from("alice", "m2", "bob"));

        desk.after(SECOND);
        assertThat(desk.next(2)).isEmpty();

        desk.outbox.expire(desk.now);
        assertThat(desk.next(2)).containsExactly("m2");
    }

    @Test
    void aLaneThatBeginsWithAnExpiredMessageIsPassedOver() {
        desk.hold(from("alice", "m1", "bob").withTtl(SECOND), from("carol", "c1", "bob"));

        assertThat(desk.after(SECOND).next(1)).containsExactly("c1");
    }

    @Test
    void aBatchStopsAtAnExpiredMessage() {
        desk.hold(from("alice", "m1", "bob"), from("alice", "m2", "bob").withTtl(SECOND), from("alice", "m3", "bob"));

        assertThat(desk.after(SECOND).next(3)).containsExactly("m1");
    }

    @Test
    void whenTheFirstIsGivenUpTheNextDoesNotInheritItsPause() {
        desk.hold("m1", "m2").next(1);
        desk.fail("m1");
        desk.outbox.refused(key("m1"), ReasonCode.NO_CAPABLE_TRANSPORT, desk.now);

        assertThat(desk.next(1)).containsExactly("m2");
    }

    @Test
    void aMessageThatNothingCanCarryIsGivenUpAtOnce() {
        desk.hold("m1").next(1);

        var gone = desk.outbox.refused(key("m1"), ReasonCode.NO_CAPABLE_TRANSPORT, desk.now);

        assertThat(gone.orElseThrow().end())
                .isEqualTo(new Finished.End.Failed(ReasonCode.NO_CAPABLE_TRANSPORT, ReasonCode.NO_CAPABLE_TRANSPORT));
        assertThat(desk.outbox.where(key("m1"))).isEqualTo(new Whereabouts.Gone(gone.orElseThrow()));
    }

    @Test
    void custodyPassesWithItsAcknowledgementAndOnlyOnce() {
        desk.hold("m1").next(1);
        var roof = new Holder.Node("roof");

        var gone = desk.outbox.handedOver(key("m1"), roof, desk.now);

        assertThat(gone.orElseThrow().end()).isEqualTo(new Finished.End.HandedOver(roof));
        assertThat(desk.outbox.handedOver(key("m1"), new Holder.Receiver(), desk.now))
                .isEmpty();
        assertThat(desk.outbox.messages()).isZero();
    }

    @Test
    void aLateAcknowledgementStopsTheNextAttempt() {
        desk.hold("m1").next(1);
        desk.fail("m1");

        assertThat(desk.outbox.handedOver(key("m1"), new Holder.Receiver(), desk.now))
                .isPresent();

        desk.outbox.transportAvailable();
        assertThat(desk.next(1)).isEmpty();
    }

    @Test
    void nothingCanBeHandedOverBeforeItIsStored() {
        desk.admit(from("alice", "m1", "bob"));

        assertThat(desk.outbox.handedOver(key("m1"), new Holder.Receiver(), desk.now))
                .isEmpty();
        assertThat(desk.outbox.refused(key("m1"), ReasonCode.EXPIRED, desk.now)).isEmpty();
        assertThat(desk.outbox.messages()).isOne();
    }

    @Test
    void theNextWakeIsTheEarliestPauseOrExpiry() {
        assertThat(desk.outbox.nextWake()).isEmpty();

        desk.hold(from("alice", "m1", "bob").withTtl(MINUTE));
        Instant expiry = desk.now.plus(MINUTE);
        assertThat(desk.outbox.nextWake()).contains(expiry);

        desk.hold(from("carol", "c1", "dave"));
        desk.next(1);
        desk.next(1);
        var until = desk.outbox
                .failed(from("carol", "c1", "dave").key(), ReasonCode.SEND_FAILED, desk.now)
                .orElseThrow();
        assertThat(desk.outbox.nextWake()).contains(until);
    }
}
