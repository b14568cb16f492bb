package io.bitchat.groups.federation.actor;

import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.wire.Decoded;
import io.bitchat.gossip.wire.Frame;
import io.bitchat.gossip.wire.FrameCodec;
import io.bitchat.gossip.wire.Packet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Times at which a group's clock was last compared with that of each other site. */
final class Syncs {
    /** Minimum interval between updates of the group's row. */
    private static final Duration NOTED = Duration.ofSeconds(5);

    private static final int DIGEST = 0x2f;

    private final Map<PeerId, Instant> last = new HashMap<>();
    private Instant noted = Instant.EPOCH;

    /** @return whether the group's row should be updated now */
    boolean heard(PeerId from, Packet packet, Instant now) {
        if (packet.body() != null || !isDigest(packet)) return false;
        last.put(from, now);
        if (noted.plus(NOTED).isAfter(now)) return false;
        noted = now;
        return true;
    }

    /** Whether the other site compares its clock with this one's; it gets no answer if both are equal. */
    private static boolean isDigest(Packet packet) {
        // a flood of other frames is not decoded twice
        return packet.size() > 0
                && packet.head()[0] == DIGEST
                && FrameCodec.decode(packet) instanceof Decoded.Complete(Frame.Digest _);
    }

    Map<PeerId, Instant> all() {
        return Map.copyOf(last);
    }
}
