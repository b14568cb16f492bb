package io.bitchat.files.transfer.owner;

import io.bitchat.files.rooms.Room;
import io.bitchat.files.transfer.live.LiveRoom;
import io.bitchat.files.transfer.live.LiveRooms;
import io.bitchat.kit.problem.Problem;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The rooms whose transfers this replica runs. A room has one owner at a time: it holds a lease, and whoever asks another
 * replica is sent there. Rooms that nobody owns are taken over, with the transfers that run in them.
 */
@ApplicationScoped
public class RoomOwners {
    private static final Duration LEASE = Duration.ofSeconds(20);
    /** A lease that ends so soon is not relied on. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private static final Duration UNUSED = Duration.ofSeconds(30);
    private static final int ORPHANS = 50;

    private final ThisReplica self;
    private final OwnerTable table;
    private final TransferRestore restore;
    private final LiveRooms live;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, Lease> leases = new ConcurrentHashMap<>();

    RoomOwners(ThisReplica self, OwnerTable table, TransferRestore restore, LiveRooms live, InstantSource clock) {
        this.self = self;
        this.table = table;
        this.restore = restore;
        this.live = live;
        this.clock = clock;
    }

    private record Lease(Instant until, Instant usedAt, Uni<Void> restored) {}

    /** Where the other replica is reached that owns the room; empty if this one may own it. */
    public Uni<Optional<String>> elsewhere(String roomId) {
        return isHere(roomId)
                ? Uni.createFrom().item(Optional.empty())
                : table.other(roomId, self.id(), clock.instant());
    }

    /**
     * Makes this replica the owner of the room, and completes when its transfers run here. Fails with 503 if another one
     * owns it.
     */
    public Uni<Void> own(String roomId) {
        var known = leases.get(roomId);
        if (known != null && known.until().minus(MARGIN).isAfter(clock.instant())) {
            leases.replace(roomId, known, new Lease(known.until(), clock.instant(), known.restored()));
            return known.restored();
        }
        var now = clock.instant();
        return (known == null ? Uni.createFrom().voidItem() : renewed(List.of(roomId), now.plus(LEASE)))
                .chain(() -> acquired(roomId, now));
    }

    private Uni<Void> acquired(String roomId, Instant now) {
        var until = now.plus(LEASE);
        return table.acquire(roomId, self.replica(), now, until).chain(mine -> {
            if (!mine) throw Problem.unavailable("room_moves", "the room is moving to another replica; try again");
            return leases.compute(
                            roomId,
                            (_, before) -> new Lease(until, now, before != null ? before.restored() : restored(roomId)))
                    .restored();
        });
    }

    /** Makes this replica the owner of the room, and asks something of it on its loop. */
    public <T> Uni<T> ask(Room room, Function<LiveRoom, T> question) {
        return own(room.id()).chain(() -> live.ask(room, question));
    }

    private Uni<Void> restored(String roomId) {
        return restore.room(roomId)
                .onFailure()
                .invoke(failure -> {
                    Log.warnf("room not taken over, retrying room=%s cause=%s", roomId, failure);
                    leases.remove(roomId);
                })
                .memoize()
                .indefinitely();
    }

    private boolean isHere(String roomId) {
        var lease = leases.get(roomId);
        return lease != null && lease.until().isAfter(clock.instant());
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> renew() {
        var now = clock.instant();
        var idle = leases.entrySet().stream()
                .filter(one -> !live.isLive(one.getKey())
                        && one.getValue().usedAt().plus(UNUSED).isBefore(now))
                .map(Map.Entry::getKey)
                .toList();
        idle.forEach(leases::remove);
        var held = List.copyOf(leases.keySet());
        return release(idle)
                .chain(() -> held.isEmpty() ? Uni.createFrom().voidItem() : renewed(held, now.plus(LEASE)))
                .chain(this::takeOver)
                .onFailure()
                .invoke(failure -> Log.warnf("leases of rooms not renewed, retrying cause=%s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> release(List<String> rooms) {
        return rooms.isEmpty() ? Uni.createFrom().voidItem() : table.release(self.id(), rooms);
    }

    private Uni<Void> renewed(List<String> held, Instant until) {
        return table.renew(self.id(), held, until)
                .invoke(still -> held.forEach(room -> {
                    if (still.contains(room)) {
                        leases.computeIfPresent(room, (_, lease) -> new Lease(until, lease.usedAt(), lease.restored()));
                    } else {
                        Log.warnf("room lost to another replica room=%s", room);
                        leases.remove(room);
                        live.abandon(room);
                    }
                }))
                .replaceWithVoid();
    }

    /** Goes on with what nobody runs: after a restart at once, and after the end of another replica when its leases end. */
    private Uni<Void> takeOver() {
        return table.orphans(self.replica(), clock.instant(), ORPHANS).chain(rooms -> Multi.createFrom()
                .iterable(rooms)
                .onItem()
                .transformToUniAndConcatenate(room -> own(room)
                        // another replica was faster, or tries it as well
                        .onFailure()
                        .invoke(failure -> Log.debugf("room not taken over room=%s cause=%s", room, failure))
                        .onFailure()
                        .recoverWithNull())
                .collect()
                .last()
                .replaceWithVoid());
    }
}
