package io.bitchat.files.transfer.live;

import io.bitchat.files.flow.Pacer;
import io.bitchat.files.rooms.Room;
import io.bitchat.rooms.transfer.Input;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A room in which something goes on: its running transfers and the devices in it. Confined to its event loop, but for the
 * methods that say otherwise.
 */
public final class LiveRoom implements Audience {
    /** Close code for a peer that is no participant any more; 4000-4999 are for private use (RFC 6455 §7.4.2). */
    static final int REMOVED = 4403;

    /** Close code "service restart" of the IANA registry (RFC 6455 §11.7): the device connects again at once. */
    private static final int SERVICE_RESTART = 1012;

    private final String id;
    private final RoomLoop loop;
    private final Pacer pacer;
    private final Consumer<LiveRoom> emptied;
    private final Map<UUID, RunningTransfer> transfers = new LinkedHashMap<>();
    private final Map<String, List<Link>> devices = new LinkedHashMap<>();
    private final Set<Link> joined = new HashSet<>();
    /** The ids of {@link #transfers}, for other threads. */
    private final Set<UUID> ids = ConcurrentHashMap.newKeySet();
    /** The peers that have devices, for other threads. */
    private final Set<String> present = ConcurrentHashMap.newKeySet();

    private Room room;
    private boolean over;

    LiveRoom(Room room, RoomLoop loop, Pacer pacer, Consumer<LiveRoom> emptied) {
        this.id = room.id();
        this.room = room;
        this.loop = loop;
        this.pacer = pacer;
        this.emptied = emptied;
    }

    public String id() {
        return id;
    }

    /** Runs work on the loop of the room, at once if the caller is on it; from any thread. */
    public void execute(Runnable work) {
        loop.execute(work);
    }

    /** The peers that have devices in the room now; from any thread. */
    public Set<String> present() {
        return Set.copyOf(present);
    }

    /** Whether the room is forgotten, and another object stands for it. */
    boolean isOver() {
        return over;
    }

    /** What its transfers need of it. */
    public RunningTransfer.Place place() {
        return new RunningTransfer.Place(loop, this, pacer);
    }

    /** Who is in the room, as far as is known here. */
    public Room room() {
        return room;
    }

    // --- participants

    /** The room is like this now. */
    public void update(Room now) {
        // what was read before the last change says nothing any more; a group replaces a room of the same id
        if (now.isGroup() == room.isGroup() && now.version() < room.version()) return;
        var before = room;
        room = now;
        for (var peer : before.participants()) if (!now.has(peer)) removed(peer);
        for (var peer : now.participants()) {
            if (before.has(peer)) continue;
            all().forEach(transfer -> transfer.happened(new Input.Joined(peer)));
        }
    }

    private void removed(String peer) {
        all().forEach(transfer -> transfer.happened(new Input.Removed(peer)));
        for (var link : devicesOf(peer)) link.close(REMOVED, "no participant of the room any more");
    }

    // --- devices

    /** A device has come. */
    public void opened(Link link) {
        devices.computeIfAbsent(link.peerId(), _ -> new ArrayList<>(1)).add(link);
        present.add(link.peerId());
        for (var transfer : all()) transfer.opened(link);
    }

    /** A device has gone. */
    public void closed(Link link) {
        leave(link);
        var peer = link.peerId();
        var others = devices.computeIfPresent(peer, (_, all) -> {
            all.remove(link);
            return all.isEmpty() ? null : all;
        });
        if (others == null) present.remove(peer);
        for (var transfer : all()) {
            for (var event : transfer.connections().closed(link, others != null)) {
                transfer.stopSending(peer);
                transfer.happened(event);
            }
        }
        endIfEmpty();
    }

    @Override
    public List<Link> devicesOf(String peerId) {
        return List.copyOf(devices.getOrDefault(peerId, List.of()));
    }

    @Override
    public @Nullable Set<String> participants() {
        return room.isGroup() ? null : room.participants();
    }

    @Override
    public void broadcast(String frame) {
        devices.forEach((peer, links) -> {
            if (room.has(peer)) links.forEach(link -> link.send(frame));
        });
    }

    // --- presence

    /** The device is in the room for its user: it hears of others, and they of it. */
    public void join(Link link) {
        boolean first = joined.stream().noneMatch(other -> other.peerId().equals(link.peerId()));
        if (!joined.add(link)) return;
        if (first) tellJoined(link, "user-joined");
    }

    /** The device is not in the room any more. */
    public void leave(Link link) {
        if (!joined.remove(link)) return;
        boolean last = joined.stream().noneMatch(other -> other.peerId().equals(link.peerId()));
        if (last) tellJoined(link, "user-left");
    }

    private void tellJoined(Link about, String type) {
        var frame = FrameJson.begin(type, id).put("peer_id", about.peerId()).encode();
        for (var link : joined) if (!link.peerId().equals(about.peerId())) link.send(frame);
    }

    /** The devices of a peer that have joined. */
    public List<Link> joinedOf(String peerId) {
        return joined.stream().filter(link -> link.peerId().equals(peerId)).toList();
    }

    /** Whether the device has something to do here: it has joined, or its peer is a party of a running transfer. */
    public boolean isNeeded(Link link) {
        return joined.contains(link) || all().stream().anyMatch(transfer -> transfer.isParty(link.peerId()));
    }

    /** Who is in the room, and what goes on, as a frame. */
    public String state() {
        var participants = new JsonArray();
        room.participants().stream()
                .sorted()
                .forEach(peer -> participants.add(new JsonObject()
                        .put("peer_id", peer)
                        .put("present", !joinedOf(peer).isEmpty())));
        var running = new JsonArray();
        all().forEach(transfer -> running.add(TransferJson.of(transfer.row())));
        return FrameJson.begin("room-state", id)
                .put("participants", participants)
                .put("transfers", running)
                .encode();
    }

    // --- transfers

    /** Whether the transfer runs in this room; from any thread. */
    boolean runs(UUID transfer) {
        return ids.contains(transfer);
    }

    /** A running transfer of this room. */
    public Optional<RunningTransfer> find(UUID transfer) {
        return Optional.ofNullable(transfers.get(transfer));
    }

    /** Its running transfers. */
    public List<RunningTransfer> all() {
        return List.copyOf(transfers.values());
    }

    /** A transfer runs here from now on. */
    public void add(RunningTransfer transfer) {
        transfers.put(transfer.offer().id(), transfer);
        ids.add(transfer.offer().id());
    }

    @Override
    public void ended(RunningTransfer transfer) {
        transfers.remove(transfer.offer().id());
        ids.remove(transfer.offer().id());
        endIfEmpty();
    }

    private void endIfEmpty() {
        if (over || !transfers.isEmpty() || !devices.isEmpty()) return;
        over = true;
        emptied.accept(this);
    }

    /** Another replica owns the room now. */
    void abandon() {
        all().forEach(RunningTransfer::abandon);
        for (var links : List.copyOf(devices.values())) {
            List.copyOf(links).forEach(link -> link.close(SERVICE_RESTART, "the room has moved"));
        }
    }

    /** Forgets the room if nothing goes on in it after all. */
    void release() {
        endIfEmpty();
    }
}
