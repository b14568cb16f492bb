package io.bitchat.groups.federation.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.gossip.Input;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.Timer;
import io.bitchat.gossip.wire.Packet;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final PeerId LOUD = new PeerId(1);
    private static final PeerId QUIET = new PeerId(2);

    private final Inbox inbox = new Inbox();

    @Test
    void whoSendsTooMuchLosesItsOwnFramesOnly() {
        for (int i = 0; i < Inbox.ROOM_FRAMES; i++)
            assertThat(inbox.offer(frame(LOUD, 10))).isTrue();

        assertThat(inbox.offer(frame(LOUD, 10))).isFalse();
        assertThat(inbox.offer(frame(QUIET, 10))).isTrue();
    }

    @Test
    void aRoomHasNoMoreBytesThanItsBoundButAnyFrameFitsIntoAnEmptyOne() {
        assertThat(inbox.offer(frame(LOUD, Inbox.ROOM_BYTES + 1))).isTrue();
        assertThat(inbox.offer(frame(LOUD, 1))).isFalse();

        inbox.poll();

        assertThat(inbox.offer(frame(LOUD, Inbox.ROOM_BYTES))).isTrue();
        assertThat(inbox.offer(frame(LOUD, 1))).isFalse();
    }

    @Test
    void sitesAreServedInTurnAndOwnInputsFirst() {
        for (int i = 0; i < 3; i++) inbox.offer(frame(LOUD, 10));
        var quiet = frame(QUIET, 10);
        inbox.offer(quiet);
        var timer = new Input.TimerFired(new Timer.RoundEnd());
        inbox.offer(timer);

        assertThat(inbox.poll()).isEqualTo(timer);
        assertThat(inbox.poll()).isInstanceOf(Input.Received.class);
        assertThat(inbox.poll()).isEqualTo(quiet);
        for (int i = 0; i < 2; i++) assertThat(inbox.poll()).isNotNull();
        assertThat(inbox.poll()).isNull();
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    void theEndOfALinkComesAfterWhatCameOverIt() {
        var last = frame(LOUD, 10);
        inbox.offer(last);
        var failed = new Input.LinkFailed(LOUD);
        inbox.offer(failed);

        assertThat(inbox.poll()).isEqualTo(last);
        assertThat(inbox.poll()).isEqualTo(failed);
        assertThat(inbox.poll()).isNull();
    }

    private static Input.Received frame(PeerId from, int bytes) {
        return new Input.Received(from, Packet.received(new byte[bytes]));
    }
}
