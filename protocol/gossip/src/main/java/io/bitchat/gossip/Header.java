package io.bitchat.gossip;

import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.causal.HybridTime;
import java.util.List;

/**
 * Header of a message, readable to members only.
 *
 * @param writer author of the message
 * @param sequence the writer's own clock entry after writing, from 1
 * @param time time stamp, later than that of every cause
 * @param causes direct causes: the newest messages of others that the writer had delivered and that are in no other
 *     cause's past; at most {@value #MAX_CAUSES}. With the writer's previous message they stand for its whole vector
 *     clock
 */
public record Header(PeerId writer, long sequence, HybridTime time, List<Dot> causes) {
    /** Maximum number of causes of one message. A writer with more first writes empty messages that gather them. */
    public static final int MAX_CAUSES = 256;

    public Header {
        if (sequence < 1) throw new IllegalArgumentException("sequence " + sequence + " is not positive");
        if (causes.size() > MAX_CAUSES) throw new IllegalArgumentException(causes.size() + " causes");
        causes = List.copyOf(causes);
    }

    /** The message's own clock entry. */
    public Dot dot() {
        return new Dot(writer, sequence);
    }
}
