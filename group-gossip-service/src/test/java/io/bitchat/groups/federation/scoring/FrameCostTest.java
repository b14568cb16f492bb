package io.bitchat.groups.federation.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Bytes;
import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.wire.Frame;
import io.bitchat.gossip.wire.FrameCodec;
import io.bitchat.gossip.wire.Range;
import io.bitchat.groups.federation.link.SiteFrame;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameCostTest {
    private static final Bytes TAG = Bytes.copyOf(new byte[SiteFrame.TAG_BYTES]);
    private static final List<Integer> BRIEFS =
            IntStream.range(0, FrameCodec.MAX_BRIEFS).boxed().toList();

    @Test
    void aMessageCostsMoreThanAPingAndALongOneMoreThanAShortOne() {
        assertThat(cost(new Frame.Ping(1))).isLessThan(2);
        assertThat(cost(push(1_000))).isBetween(5.0, 7.0);
        assertThat(cost(push(190_000))).isGreaterThan(90);
    }

    @Test
    void whatMakesMuchWorkCostsAsMuch() {
        assertThat(cost(new Frame.Announce(BRIEFS))).isGreaterThan(250);
        assertThat(cost(new Frame.Pull(BRIEFS))).isGreaterThan(250);
        assertThat(cost(new Frame.Fetch(List.of(new Range(new PeerId(1), 1, 128)))))
                .isGreaterThanOrEqualTo(20);
        assertThat(FrameCost.of(new SiteFrame.Invitation(TAG))).isGreaterThanOrEqualTo(20);
    }

    private static Frame push(int bytes) {
        return new Frame.Push(1, Envelope.of(new byte[bytes]));
    }

    private static double cost(Frame frame) {
        return FrameCost.of(
                new SiteFrame.Gossip(TAG, Bytes.copyOf(FrameCodec.encode(frame).toBytes())));
    }
}
