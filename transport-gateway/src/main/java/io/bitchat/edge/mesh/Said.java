package io.bitchat.edge.mesh;

import io.bitchat.lan.Effect;
import io.bitchat.lan.Route;
import io.bitchat.lan.wire.LineId;

/** What became of a line of this node. */
public sealed interface Said {
    /** It is in the transcript; peers have it, or get it when they come. */
    record Accepted(LineId id, Route route) implements Said {}

    /** It is not possible. */
    record Rejected(Effect.Rejection reason) implements Said {}
}
