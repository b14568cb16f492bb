package io.bitchat.transport.outbox;

import static io.bitchat.transport.outbox.Desk.from;
import static io.bitchat.transport.outbox.Desk.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.Sample;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final int BYTES = Entry.OVERHEAD_BYTES + 5;
    private static final Duration HOUR = Duration.ofHours(1);

    private Desk desk = new Desk();

    @Test
    void aMessageIsNotSentBeforeItIsStored() {
        var admission = desk.admit(from("alice", "m1", "bob"));

        assertThat(admission).isInstanceOf(Admission.Store.class);
        assertThat(desk.next(1)).isEmpty();
        assertThat(desk.outbox.where(key("m1"))).isEqualTo(new Whereabouts.Storing());

        desk.outbox.stored(key("m1"));
        assertThat(desk.next(1)).containsExactly("m1");
    }

    @Test
    void aMessageThatCouldNotBeStoredWasNeverHere() {
        desk.admit(from("alice", "m1", "bob"));

        desk.outbox.notStored(key("m1"));

        assertThat(desk.outbox.messages()).isZero();
        assertThat(desk.outbox.where(key("m1"))).isEqualTo(new Whereabouts.Unknown());
        assertThat(desk.admit(from("alice", "m1", "bob"))).isInstanceOf(Admission.Store.class);
    }

    @Test
    void aRepeatedDepositIsRecognisedWhereverTheMessageIs() {
        var message = from("alice", "m1", "bob");
        desk.admit(message);
        assertThat(desk.admit(message)).isEqualTo(new Admission.Duplicate(new Whereabouts.Storing()));

        desk.outbox.stored(message.key());
        assertThat(desk.admit(message))
                .isEqualTo(new Admission.Duplicate(new Whereabouts.Waiting(ReasonCode.WAITS_ITS_TURN)));

        desk.next(1);
        assertThat(desk.admit(message)).isEqualTo(new Admission.Duplicate(new Whereabouts.InFlight()));

        var gone = desk.outbox.handedOver(message.key(), new Holder.Node("roof"), desk.now);
        assertThat(desk.admit(message)).isEqualTo(new Admission.Duplicate(new Whereabouts.Gone(gone.orElseThrow())));
        assertThat(desk.outbox.messages()).isZero();
    }

    @Test
    void anIdThatIsUsedForAnotherMessageIsAConflict() {
        desk.hold("m1");
        var other = Message.of(key("m1"), Sample.payload(6), Sample.NOON);

        assertThat(desk.admit(other)).isEqualTo(new Admission.Refused(ReasonCode.ID_CONFLICT));
        assertThat(desk.admit(from("alice", "m1", "bob").withType("note")))
                .isEqualTo(new Admission.Refused(ReasonCode.ID_CONFLICT));
    }

    @Test
    void anIdBelongsToItsSenderAndReceiver() {
        desk.hold(from("alice", "m1", "bob"), from("mallory", "m1", "bob"), from("alice", "m1", "carol"));

        assertThat(desk.outbox.messages()).isEqualTo(3);
    }

    @Test
    void finishedMessagesAreForgottenAfterTheirTimeAndBeyondTheirNumber() {
        desk = new Desk(new OutboxLimits(10, 1 << 20, 10, 1 << 20, 2, HOUR));
        for (var id : new String[] {"m1", "m2", "m3"}) desk.hold(id).sendNext();

        assertThat(desk.outbox.where(key("m1"))).isEqualTo(new Whereabouts.Unknown());
        assertThat(desk.outbox.where(key("m2"))).isInstanceOf(Whereabouts.Gone.class);

        desk.after(HOUR.plusSeconds(1)).hold("m4").sendNext();
        assertThat(desk.outbox.where(key("m3"))).isEqualTo(new Whereabouts.Unknown());
        assertThat(desk.outbox.where(key("m4"))).isInstanceOf(Whereabouts.Gone.class);
    }

    @Test
    void everyLimitIsRefusedWithItsOwnCode() {
        var roomy = Integer.MAX_VALUE;
        assertThat(third(new OutboxLimits(2, roomy, roomy, roomy, 1, HOUR), "bob"))
                .isEqualTo(ReasonCode.QUEUE_FULL_MESSAGES);
        assertThat(third(new OutboxLimits(roomy, 3L * BYTES - 1, roomy, roomy, 1, HOUR), "bob"))
                .isEqualTo(ReasonCode.QUEUE_FULL_BYTES);
        assertThat(third(new OutboxLimits(roomy, roomy, 2, roomy, 1, HOUR), "alice"))
                .isEqualTo(ReasonCode.DEPOSITOR_FULL_MESSAGES);
        assertThat(third(new OutboxLimits(roomy, roomy, roomy, 3L * BYTES - 1, 1, HOUR), "alice"))
                .isEqualTo(ReasonCode.DEPOSITOR_FULL_BYTES);
    }

    /** The reason for which a third message is refused, after two by alice. */
    private static ReasonCode third(OutboxLimits limits, String depositor) {
        var desk = new Desk(limits).hold("m1", "m2");
        var admission = desk.outbox.admit(from("alice", "m3", "bob"), depositor, desk.now);
        return ((Admission.Refused) admission).reason();
    }

    @Test
    void aDepositorThatIsFullLeavesRoomForOthers() {
        desk = new Desk(new OutboxLimits(100, 1 << 20, 2, 1 << 20, 1, HOUR)).hold("m1", "m2");

        assertThat(desk.admit(from("alice", "m3", "carol")))
                .isEqualTo(new Admission.Refused(ReasonCode.DEPOSITOR_FULL_MESSAGES));
        assertThat(desk.admit(from("dave", "m3", "carol"))).isInstanceOf(Admission.Store.class);
    }

    @Test
    void whatLeavesMakesRoom() {
        desk = new Desk(new OutboxLimits(2, 2L * BYTES, 2, 2L * BYTES, 1, HOUR)).hold("m1", "m2");
        assertThat(desk.outbox.bytes()).isEqualTo(2L * BYTES);

        desk.sendNext();

        assertThat(desk.outbox.bytes()).isEqualTo(BYTES);
        assertThat(desk.admit(from("alice", "m3", "bob"))).isInstanceOf(Admission.Store.class);
    }

    @Test
    void aMessageWithoutTimeLeftIsRefused() {
        assertThat(desk.admit(from("alice", "m1", "bob").withTtl(Duration.ZERO)))
                .isEqualTo(new Admission.Refused(ReasonCode.EXPIRED));
    }

    @Test
    void theTimeThatAMessageWaitedIsTakenFromItsTtl() {
        desk.hold(from("alice", "m1", "bob").withTtl(Duration.ofSeconds(30))).after(Duration.ofSeconds(12));

        var entry = desk.outbox.next(1, desk.now).getFirst();

        assertThat(entry.ttlLeft(desk.now)).isEqualTo(Duration.ofSeconds(18));
        assertThat(entry.ttlLeft(desk.now.plusSeconds(60))).isZero();
    }

    @Test
    void aDepositorMustBeAnId() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> desk.outbox.admit(from("alice", "m1", "bob"), "no id", desk.now));
    }

    @Test
    void theKeyIsCheckedWhenItIsMade() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MessageKey("alice", "a".repeat(129), "bob"));
        assertThatIllegalArgumentException().isThrownBy(() -> new MessageKey("", "m1", "bob"));
        assertThatIllegalArgumentException().isThrownBy(() -> new MessageKey("alice", "m1", "b/b"));
    }
}
