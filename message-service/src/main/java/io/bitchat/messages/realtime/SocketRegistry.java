package io.bitchat.messages.realtime;

import io.bitchat.contracts.messages.Cursor;
import io.bitchat.kit.auth.Access.Caller;
import io.bitchat.messages.socket.PeerSocket;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Makes devices of sockets, and of their coming and going presence. */
@ApplicationScoped
class SocketRegistry {

    private final Hub hub;
    private final Presence presence;
    private final Device.Services services;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, Device> bySocket = new ConcurrentHashMap<>();

    SocketRegistry(Hub hub, Presence presence, Device.Services services, InstantSource clock) {
        this.hub = hub;
        this.presence = presence;
        this.services = services;
        this.clock = clock;
    }

    /**
     * From now on the socket gets what its peer is sent.
     *
     * @param caller whose token the socket lives with
     */
    void open(PeerSocket socket, SocketRequest request, Caller caller) {
        if (!socket.isOpen()) return; // its closing was told before there was a device
        var device = new Device(socket, caller.token(), services, now());
        bySocket.put(socket.id(), device);
        if (hub.add(device)) presence.connected(device.peerId());
        // checked by the gate; what is not a cursor does not get here
        var since = Optional.ofNullable(request.since()).flatMap(Cursor::parse).map(Cursor::position);
        device.start(since.orElse(null));
    }

    void heard(PeerSocket socket) {
        var device = bySocket.get(socket.id());
        if (device == null) return;
        device.heard(now());
        presence.seen(device.peerId());
    }

    void close(PeerSocket socket) {
        var device = bySocket.remove(socket.id());
        if (device != null && hub.remove(device)) presence.disconnected(device.peerId(), "disconnected");
    }

    private Instant now() {
        return clock.instant();
    }
}
