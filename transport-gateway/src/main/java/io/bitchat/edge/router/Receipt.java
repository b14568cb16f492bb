package io.bitchat.edge.router;

import io.bitchat.transport.PrivacyAchieved;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.TransportId;

/** What became of a message by the time that its sender is answered. */
public sealed interface Receipt {
    /** Its receiver, or a node that keeps it, has acknowledged it. */
    record Sent(TransportId by, PrivacyAchieved privacy) implements Receipt {}

    /** It waits on the disk of this node. */
    record Queued(ReasonCode reason) implements Receipt {}

    /** It is not here. */
    record Refused(ReasonCode reason) implements Receipt {}
}
