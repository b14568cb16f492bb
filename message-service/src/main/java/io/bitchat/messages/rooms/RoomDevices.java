package io.bitchat.messages.rooms;

import java.util.Collection;

/** The open sockets of this replica, as the rooms see them. */
public interface RoomDevices {
    /** The sockets of the peer. */
    Collection<? extends RoomDevice> devicesOf(String peerId);

    /** Returns true if the peer has a socket on this replica. */
    boolean has(String peerId);
}
