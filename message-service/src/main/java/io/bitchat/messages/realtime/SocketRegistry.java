package io.bitchat.messages.realtime;

import io.bitchat.contracts.messages.Cursor;
import io.bitchat.kit.auth.AuthConfig;
import io.bitchat.kit.auth.Tokens;
import io.bitchat.kit.auth.VerifiedToken;
import io.bitchat.messages.socket.PeerSocket;
import io.smallrye.mutiny.Uni;
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
    private final Identity identity;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, Device> bySocket = new ConcurrentHashMap<>();

    /** Who opened a socket. */
    @ApplicationScoped
    static class Identity {
        private final Tokens tokens;
        private final AuthConfig config;

        Identity(Tokens tokens, AuthConfig config) {
            this.tokens = tokens;
            this.config = config;
        }

        Uni<Optional<VerifiedToken>> of(SocketRequest request) {
            return request.token() == null || config.mode() == AuthConfig.Mode.OPEN
                    ? Uni.createFrom().item(Optional.empty())
                    : tokens.verify(request.token()).map(Optional::of);
        }
    }

    SocketRegistry(Hub hub, Presence presence, Device.Services services, Identity identity, InstantSource clock) {
        this.hub = hub;
        this.presence = presence;
        this.services = services;
        this.identity = identity;
        this.clock = clock;
    }

    Uni<Void> open(PeerSocket socket, SocketRequest request) {
        return identity.of(request)
                .invoke(token -> add(new Device(socket, token, services, now()), socket, request))
                .replaceWithVoid();
    }

    private void add(Device device, PeerSocket socket, SocketRequest request) {
        if (!socket.isOpen()) return; // gone while its token was looked at
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
