package io.bitchat.gossip;

import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.causal.HybridTime;
import java.util.List;

/**
 * What a message says about itself, readable to members only.
 *
 * @param writer who wrote it
 * @param sequence the writer's own clock entry after writing, from 1
 * @param time later than that of every cause
 * @param causes the newest messages of others that the writer had delivered and that are in no other cause's past. With
 *     the writer's own message before this one they stand for its whole vector clock: at most {@value #MAX_CAUSES}
 */
public record Header(PeerId writer, long sequence, HybridTime time, List<Dot> causes) {
    /** Most causes of one message; a writer with more says something empty first that gathers them. */
    public static final int MAX_CAUSES = 256;

    public Header {
        if (sequence < 1) throw new IllegalArgumentException("sequence " + sequence + " is not positive");
        if (causes.size() > MAX_CAUSES) throw new IllegalArgumentException(causes.size() + " causes");
        causes = List.copyOf(causes);
    }

    /** The message's own entry. */
    public Dot dot() {
        return new Dot(writer, sequence);
    }
}
