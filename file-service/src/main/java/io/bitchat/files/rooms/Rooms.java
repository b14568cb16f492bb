package io.bitchat.files.rooms;

import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.problem.Problem;
import io.bitchat.rooms.DirectRoom;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says who is in a room, and lets participants invite others and leave. */
@ApplicationScoped
public class Rooms {
    /** Maximum number of participants of a room that is no group. */
    static final int MAX_PARTICIPANTS = 64;

    private final RoomTable table;
    private final GroupRooms groups;
    private final Transactions transactions;
    private final List<RoomListener> listeners;
    private final InstantSource clock;

    Rooms(
            RoomTable table,
            GroupRooms groups,
            Transactions transactions,
            @All List<RoomListener> listeners,
            InstantSource clock) {
        this.table = table;
        this.groups = groups;
        this.transactions = transactions;
        this.listeners = listeners;
        this.clock = clock;
    }

    /** The room; one that nobody has made has no participants. */
    public Uni<Room> find(String roomId) {
        return table.find(roomId).map(groups::newest);
    }

    /** The room; fails with 403 if the peer is not in it, so that nobody learns which rooms there are. */
    public Uni<Room> require(String roomId, String peerId) {
        return find(roomId).invoke(room -> requireIn(room, peerId));
    }

    private static void requireIn(Room room, String peerId) {
        if (!room.has(peerId)) throw notIn(room.id(), peerId);
    }

    /** The refusal of a peer that is not in the room. */
    public static Problem notIn(String roomId, String peerId) {
        return Problem.of(403, "not_a_participant", "'" + peerId + "' is no participant of the room '" + roomId + "'");
    }

    /**
     * Admits an offer, in its transaction: makes the room if there is none, and invites the receiver to a room that is no
     * group. The room is locked until the transaction ends.
     *
     * @param receiver null if the offer is for everybody
     */
    public Uni<Room> admit(SqlConnection connection, String roomId, String sender, @Nullable String receiver) {
        var invited = receiver == null ? Set.<String>of() : Set.of(receiver);
        return table.lock(connection, roomId)
                .chain(() -> table.find(connection, roomId))
                .map(groups::newest)
                .chain(room -> room.isGroup()
                        ? Uni.createFrom().item(() -> requireGroup(room, sender, receiver))
                        : enter(connection, room, sender, invited));
    }

    private static Room requireGroup(Room room, String sender, @Nullable String receiver) {
        requireIn(room, sender);
        if (!room.isOpen()) throw Problem.conflict("group_inactive", "the group is inactive");
        if (receiver != null && !room.has(receiver)) {
            throw Problem.invalid("receiver_id", "'" + receiver + "' is no member of the group");
        }
        return room;
    }

    private Uni<Room> enter(SqlConnection connection, Room room, String peerId, Set<String> invited) {
        if (room.exists()) requireIn(room, peerId);
        else requireMaker(room.id(), peerId, invited);
        var all = new HashSet<>(room.participants());
        all.add(peerId);
        all.addAll(invited);
        if (all.size() > MAX_PARTICIPANTS && !room.participants().containsAll(all)) {
            throw Problem.conflict(
                    "room_full", "a room that is no group has at most " + MAX_PARTICIPANTS + " participants");
        }
        return table.use(connection, room.id(), peerId, clock.instant())
                .call(() -> table.add(connection, room.id(), all))
                .map(version -> new Room(room.id(), all, version, false, true));
    }

    /** The id of the room of two peers can be worked out by anybody; only they may make it, and both are in it. */
    private static void requireMaker(String roomId, String peerId, Set<String> invited) {
        if (!DirectRoom.isDirect(roomId)) return;
        boolean isTheirs = invited.size() == 1
                && DirectRoom.idOf(peerId, invited.iterator().next()).equals(roomId);
        if (!isTheirs) throw notIn(roomId, peerId);
    }

    /** The peer is in the room now: it makes it if there is none; otherwise it must be a participant. */
    public Uni<Room> join(String roomId, String peerId) {
        return invite(roomId, peerId, Set.of());
    }

    /** A participant invites others. Fails with 409 for a group, which its admins change. */
    public Uni<Room> invite(String roomId, String by, Set<String> peerIds) {
        return changing(
                roomId,
                connection -> table.find(connection, roomId).map(groups::newest).chain(room -> {
                    if (!room.isGroup()) return enter(connection, room, by, peerIds);
                    requireIn(room, by);
                    if (!peerIds.isEmpty()) throw isGroup();
                    return Uni.createFrom().item(room);
                }));
    }

    /** A participant leaves, or is removed by the peer that made the room. */
    public Uni<Room> remove(String roomId, String by, String peerId) {
        return changing(roomId, connection -> table.find(connection, roomId)
                .map(groups::newest)
                .invoke(room -> {
                    requireIn(room, by);
                    if (room.isGroup()) throw isGroup();
                })
                .chain(room -> table.creator(connection, roomId).invoke(creator -> {
                    if (by.equals(peerId) || by.equals(creator)) return;
                    throw Problem.forbidden("only '" + creator + "', who made the room, removes others");
                }))
                .chain(() -> table.use(connection, roomId, by, clock.instant()))
                .chain(version -> table.remove(connection, roomId, peerId)
                        .chain(() -> table.find(connection, roomId))
                        // the last one has left: also that is a change
                        .map(room -> room.exists() ? room : new Room(roomId, Set.of(), version, false, true))));
    }

    private Uni<Room> changing(String roomId, Function<SqlConnection, Uni<Room>> change) {
        return transactions
                .run(connection -> table.lock(connection, roomId).chain(() -> change.apply(connection)))
                .invoke(room -> {
                    if (!room.isGroup()) listeners.forEach(listener -> listener.changed(room));
                });
    }

    /** Forgets rooms that are no groups and were not used since then; returns their number. */
    public Uni<Integer> purge(Instant before, int atMost) {
        return table.purge(before, atMost);
    }

    private static Problem isGroup() {
        return Problem.conflict("room_is_group", "the room is a group; change its members");
    }
}
