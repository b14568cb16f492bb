package io.bitchat.groups.gossip;

import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.wire.Decoded;
import io.bitchat.gossip.wire.Frame;
import io.bitchat.gossip.wire.FrameCodec;
import io.bitchat.gossip.wire.Packet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** When a group's clock was last compared with that of another site. */
final class Syncs {
    /** How often the group's row hears of it. */
    private static final Duration NOTED = Duration.ofSeconds(5);

    private static final int DIGEST = 0x2f;

    private final Map<PeerId, Instant> last = new HashMap<>();
    private Instant noted = Instant.EPOCH;

    /** @return whether it is time to note it in the group's row */
    boolean heard(PeerId from, Packet packet, Instant now) {
        if (packet.body() != null || !isDigest(packet)) return false;
        last.put(from, now);
        if (noted.plus(NOTED).isAfter(now)) return false;
        noted = now;
        return true;
    }

    /** Whether the other compares its clock with this site's; where both are equal it hears no answer. */
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
