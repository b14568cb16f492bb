package io.bitchat.lan;

import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.address.LocalNetwork;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Target;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events that a node handles. */
public sealed interface Input {
    /**
     * The node starts.
     *
     * @param port TCP port on which the driver accepts links
     * @param networks networks on which the node lives
     */
    record Started(int port, List<LocalNetwork> networks) implements Input {}

    /** Keys by which peers are known from earlier runs; to be given before {@link Started}. */
    record KeysKnown(Map<PeerId, Ed25519PublicKey> keys) implements Input {
        public KeysKnown {
            keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
        }
    }

    /** The user wants the key of a peer to be forgotten: the next one that it shows is the first. */
    record KeyForgotten(PeerId peer) implements Input {}

    /** The networks of this host are others now. */
    record NetworksChanged(List<LocalNetwork> networks) implements Input {}

    /**
     * Addresses that the user named, for networks that carry no multicast; they replace earlier ones. At most 64; their
     * hosts need not be in a local network.
     */
    record ContactsChanged(List<Endpoint> contacts) implements Input {}

    /**
     * A datagram arrived.
     *
     * @param network name of the interface
     */
    record Datagram(String network, Ipv4 from, byte[] bytes) implements Input {}

    /**
     * A connection was accepted.
     *
     * @param secured key of the other side if the link is encrypted
     */
    record LinkAccepted(LinkId link, Ipv4 from, @Nullable X25519PublicKey secured) implements Input {}

    /**
     * A dialled connection is open.
     *
     * @param secured key of the other side if the link is encrypted
     */
    record LinkOpened(LinkId link, @Nullable X25519PublicKey secured) implements Input {}

    /** A connection ended, or could not be opened. */
    record LinkClosed(LinkId link) implements Input {}

    /**
     * The other side of a dialled connection proved another key than {@link Effect.Dial#secure}. The driver has told it
     * nothing, not even the own key, and has closed the connection.
     */
    record WrongKey(LinkId link) implements Input {}

    /** Bytes arrived, cut anywhere; if the link is encrypted, they are decrypted. */
    record Received(LinkId link, byte[] bytes) implements Input {}

    /** Time has passed. To be given every 100 ms or more often. */
    record Ticked() implements Input {}

    /** The user says something. */
    record Said(Target target, String content) implements Input {}

    /** The user enters a room. */
    record RoomJoined(String room) implements Input {}

    /** The user leaves a room. */
    record RoomParted(String room) implements Input {}

    /** The user has another name. */
    record Renamed(String nick) implements Input {}

    /** The user is away, or back; empty means online. */
    record StatusChanged(String status) implements Input {}

    /** The node leaves the network and tells its peers. */
    record Stopped() implements Input {}
}
