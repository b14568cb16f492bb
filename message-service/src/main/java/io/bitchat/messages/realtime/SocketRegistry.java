package io.bitchat.messages.realtime;

import io.bitchat.contracts.messages.Cursor;
import io.bitchat.kit.auth.Access.Caller;
import io.bitchat.messages.rooms.DeviceLinks;
import io.bitchat.messages.socket.PeerSocket;
import io.bitchat.messages.socket.SocketRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Creates a {@link Device} for each socket, and reports connects and disconnects to {@link Presence}. */
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
     * Registers the socket and starts to push what its peer is sent.
     *
     * @param caller the caller; its token's lifetime bounds the socket's
     */
    void open(PeerSocket socket, SocketRequest request, Caller caller) {
        if (!socket.isOpen()) return; // it closed before the device existed
        var device = new Device(socket, request, caller.token(), services);
        bySocket.put(socket.id(), device);
        if (hub.add(device)) presence.connected(device.peerId());
        // check() has already refused an invalid cursor
        var since = Optional.ofNullable(request.since()).flatMap(Cursor::parse).map(Cursor::position);
        device.start(since.orElse(null));
        device.links().openAll();
        // it was admitted just before the replica began to stop
        if (hub.isStopping()) device.close(Hub.SERVICE_RESTART, "service restart");
    }

    /** The links of the socket; empty if it is closed. */
    Optional<DeviceLinks> links(PeerSocket socket) {
        return Optional.ofNullable(bySocket.get(socket.id())).map(Device::links);
    }

    void heard(PeerSocket socket) {
        var device = bySocket.get(socket.id());
        if (device == null) return;
        device.heard(now());
        presence.seen(device.peerId());
    }

    void close(PeerSocket socket) {
        var device = bySocket.remove(socket.id());
        if (device == null) return;
        device.links().close();
        if (!hub.remove(device)) return;
        if (hub.isStopping() || socket.wasClosedWith(Hub.SERVICE_RESTART)) presence.handedOver(device.peerId());
        else presence.disconnected(device.peerId());
    }

    private Instant now() {
        return clock.instant();
    }
}
