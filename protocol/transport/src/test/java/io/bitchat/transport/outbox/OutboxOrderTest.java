package io.bitchat.transport.outbox;

import static io.bitchat.transport.Sample.requiringPrivacy;
import static io.bitchat.transport.outbox.Desk.from;
import static io.bitchat.transport.outbox.Desk.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.transport.Priority;
import io.bitchat.transport.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxOrderTest {
    private final Desk desk = new Desk();

    @Test
    void messagesOfOneSenderToOneReceiverGoInTheirOrder() {
        desk.hold("m1", "m2", "m3");

        assertThat(all()).containsExactly("m1", "m2", "m3");
    }

    @Test
    void theSecondWaitsUntilTheFirstIsHandedOver() {
        desk.hold("m1", "m2");

        assertThat(desk.next(1)).containsExactly("m1");
        assertThat(desk.next(1)).isEmpty();

        desk.outbox.handedOver(key("m1"), new Holder.Receiver(), desk.now);
        assertThat(desk.next(1)).containsExactly("m2");
    }

    @Test
    void lanesTakeTurns() {
        desk.hold("a1", "a2", "a3");
        desk.hold(from("carol", "c1", "bob"), from("carol", "c2", "bob"));

        assertThat(all()).containsExactly("a1", "c1", "a2", "c2", "a3");
    }

    @Test
    void anUrgentMessageGoesBeforeOthersAndHurriesThoseThatItMayNotOvertake() {
        desk.hold(from("carol", "c1", "bob"));
        desk.hold("a1");
        desk.hold(from("alice", "a2", "bob").withPriority(Priority.HIGH));

        assertThat(all()).containsExactly("a1", "a2", "c1");
    }

    @Test
    void aMessageOfLowPriorityIsNotStarved() {
        desk.hold(from("carol", "slow", "bob").withPriority(Priority.LOW));
        for (int i = 0; i < 40; i++) desk.hold(from("alice", "m" + i, "bob"));

        assertThat(all().indexOf("slow")).isBetween(1, Lanes.FAIR_SHARE);
    }

    @Test
    void aMessageThatRequiresPrivacyDoesNotHoldUpTheOthers() {
        desk.hold(requiringPrivacy(from("alice", "secret", "bob"))).hold("m1");
        assertThat(desk.next(1)).containsExactly("secret");
        desk.outbox.failed(key("secret"), ReasonCode.NO_PRIVATE_TRANSPORT, desk.now);

        assertThat(desk.sendNext()).contains("m1");
        assertThat(desk.outbox.where(key("secret")))
                .isEqualTo(new Whereabouts.Waiting(ReasonCode.NO_PRIVATE_TRANSPORT));
    }

    @Test
    void aBatchHasTheFirstMessagesOfOneLane() {
        desk.hold("m1", "m2", "m3").hold(from("carol", "c1", "bob"));

        assertThat(desk.next(2)).containsExactly("m1", "m2");
        assertThat(desk.next(5)).containsExactly("c1");
        assertThat(desk.next(5)).isEmpty();
    }

    @Test
    void aBatchStopsAtAMessageThatIsStillBeingStored() {
        desk.hold("m1");
        desk.admit(from("alice", "m2", "bob"));
        desk.hold("m3");

        assertThat(desk.next(5)).containsExactly("m1");
        desk.outbox.handedOver(key("m1"), new Holder.Receiver(), desk.now);
        assertThat(desk.next(5)).isEmpty();

        desk.outbox.stored(key("m2"));
        assertThat(desk.next(5)).containsExactly("m2", "m3");
    }

    @Test
    void aBatchThatFailsWaitsAgainFromTheMessageThatFailed() {
        desk.hold("m1", "m2", "m3", "m4");
        desk.next(3);
        desk.outbox.handedOver(key("m1"), new Holder.Receiver(), desk.now);

        desk.fail("m2");

        assertThat(desk.outbox.failed(key("m3"), ReasonCode.SEND_FAILED, desk.now))
                .as("was put back with the one before it")
                .isEmpty();
        desk.outbox.transportAvailable();
        assertThat(desk.next(5)).containsExactly("m2", "m3", "m4");
    }

    @Test
    void afterARestartTheOrderIsTheSame() {
        var entries = new ArrayList<Entry>();
        for (var id : List.of("m1", "m2", "m3")) {
            entries.add(((Admission.Store) desk.admit(from("alice", id, "bob"))).entry());
        }
        var gone = new Finished(
                key("m0"),
                from("alice", "m0", "bob").fingerprint(),
                new Finished.End.HandedOver(new Holder.Receiver()),
                desk.now);
        var again = new Desk();

        again.outbox.restore(entries.reversed(), List.of(gone));

        assertThat(again.outbox.messages()).isEqualTo(3);
        assertThat(again.admit(from("alice", "m0", "bob")))
                .isEqualTo(new Admission.Duplicate(new Whereabouts.Gone(gone)));
        again.hold("m4");
        assertThat(all(again)).containsExactly("m1", "m2", "m3", "m4");
    }

    private List<String> all() {
        return all(desk);
    }

    private static List<String> all(Desk desk) {
        var ids = new ArrayList<String>();
        for (var id = desk.sendNext(); id.isPresent(); id = desk.sendNext()) ids.add(id.get());
        return ids;
    }
}
