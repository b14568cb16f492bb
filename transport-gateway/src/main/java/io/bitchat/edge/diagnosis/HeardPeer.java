package io.bitchat.edge.diagnosis;

import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.wire.PeerId;
import java.time.Duration;

/**
 * A peer whose beacon was heard.
 *
 * @param name that it gives itself; empty if it gives none
 * @param address where it says that it accepts links
 * @param network name of the interface on which it was heard
 * @param ours whether it is a program of this project, which understands the additional fields
 * @param ahead how far its clock is ahead of the one of this host; negative if it is behind
 * @param here whether it is on this host
 */
public record HeardPeer(
        PeerId id,
        String name,
        Endpoint address,
        String network,
        boolean ours,
        Duration ahead,
        boolean here,
        TcpAnswer answer) {
    HeardPeer with(TcpAnswer found) {
        return new HeardPeer(id, name, address, network, ours, ahead, here, found);
    }

    /** Its name, or its id if it gives none. */
    public String called() {
        return name.isEmpty() ? id.value() : name;
    }
}
