package io.bitchat.edge.mesh;

import io.bitchat.lan.Event;
import io.bitchat.lan.wire.Line;

/** Hears of a node of the mesh, on the node's thread, which must not be blocked. */
public interface LanListener {
    /**
     * A line is to be shown.
     *
     * @param later number of lines in the transcript that belong behind this one; 0 in most cases
     * @param verified whether the sender signed the line with the key that was first seen for it
     */
    void delivered(Line line, int later, boolean verified);

    /** A peer came, changed or left; or lines are missing. */
    void happened(Event event);
}
