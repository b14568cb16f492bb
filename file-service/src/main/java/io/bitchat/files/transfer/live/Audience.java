package io.bitchat.files.transfer.live;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The devices in a room, as a transfer sees them. */
public interface Audience {
    /** The devices of a peer. */
    List<Link> devicesOf(String peerId);

    /** Everybody in the room, with a device or not; null if it is a group. */
    @Nullable
    Set<String> participants();

    /** Sends a frame to every device in the room. */
    void broadcast(String frame);

    /** The transfer has ended, and nothing of it is left. */
    void ended(RunningTransfer transfer);
}
