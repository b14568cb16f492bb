package io.bitchat.files.transfer.live;

import io.bitchat.rooms.transfer.Input;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which device of a peer takes part in a transfer. A peer may have several in the room; the one that acts is its
 * connection, and only its end is the end of the connection. Before one acts, any of them is.
 *
 * <p>Not thread-safe.
 */
public final class Connections {
    private final Map<String, Link> acting = new HashMap<>();
    /** Devices that have come since the acting one last acted: it may be gone, and one of them the same device again. */
    private final Map<String, List<Link>> later = new HashMap<>();

    private final Set<String> connected;

    /** @param connected peers that the transfer was told are connected */
    public Connections(Set<String> connected) {
        this.connected = new HashSet<>(connected);
    }

    /** A device has come; returns what to tell the transfer. */
    List<Input.Event> opened(Link link) {
        if (acting.containsKey(link.peerId())) {
            later.computeIfAbsent(link.peerId(), _ -> new ArrayList<>(1)).add(link);
            return List.of();
        }
        connected.add(link.peerId());
        return List.of(new Input.Connected(link.peerId()));
    }

    /** A device acts in the transfer; returns what to tell the transfer before. */
    public List<Input.Event> acts(Link link) {
        var peer = link.peerId();
        later.remove(peer);
        var before = acting.put(peer, link);
        if (before == link) return List.of();
        boolean isNew = before != null || connected.add(peer);
        return isNew ? List.of(new Input.TookOver(peer)) : List.of();
    }

    /**
     * A device has gone; returns what to tell the transfer.
     *
     * @param others whether the peer has other devices in the room
     */
    List<Input.Event> closed(Link link, boolean others) {
        var peer = link.peerId();
        later.computeIfPresent(peer, (_, some) -> some.remove(link) && some.isEmpty() ? null : some);
        boolean acted = acting.remove(peer, link);
        // a device that was there before does not go on by itself: it may not have the file
        if (!acted && (acting.containsKey(peer) || others) || !connected.remove(peer)) return List.of();
        if (later.remove(peer) == null) return List.of(new Input.Lost(peer));
        connected.add(peer);
        return List.of(new Input.Lost(peer), new Input.Connected(peer));
    }

    /** The devices to which frames for the peer go, of all that it has in the room. */
    List<Link> of(String peer, List<Link> devices) {
        var one = acting.get(peer);
        if (one == null) return devices;
        var to = new ArrayList<>(later.getOrDefault(peer, List.of()));
        to.addFirst(one);
        return to;
    }

    /** The device that takes chunks; null if none does. */
    @Nullable
    Link acting(String peer) {
        return acting.get(peer);
    }

    /** The peers that have come or gone since the transfer was told; returns what to tell it. */
    List<Input.Event> reconcile(Set<String> now) {
        var events = new ArrayList<Input.Event>();
        for (var peer : now) if (connected.add(peer)) events.add(new Input.Connected(peer));
        for (var peer : List.copyOf(connected)) {
            if (now.contains(peer)) continue;
            connected.remove(peer);
            events.add(new Input.Lost(peer));
        }
        return events;
    }
}
