package io.bitchat.files.transfer.live;

import io.bitchat.files.flow.Bandwidth;
import io.bitchat.files.rooms.Room;
import io.bitchat.files.rooms.RoomListener;
import io.bitchat.files.transfer.TransfersConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** The rooms of this replica in which something goes on. */
@ApplicationScoped
public class LiveRooms implements RoomListener {
    private final Vertx vertx;
    private final Bandwidth bandwidth;
    private final TransfersConfig config;
    private final ConcurrentHashMap<String, LiveRoom> rooms = new ConcurrentHashMap<>();

    LiveRooms(Vertx vertx, Bandwidth bandwidth, TransfersConfig config) {
        this.vertx = vertx;
        this.bandwidth = bandwidth;
        this.config = config;
    }

    /** Runs work in a room, on its loop. */
    public void in(Room room, Consumer<LiveRoom> work) {
        var live = rooms.computeIfAbsent(room.id(), _ -> open(room));
        live.execute(() -> {
            if (live.isOver()) {
                in(room, work);
                return;
            }
            work.accept(live);
            live.release();
        });
    }

    /** Asks something of a room, on its loop; completes there. */
    public <T> Uni<T> ask(Room room, Function<LiveRoom, T> question) {
        return Uni.createFrom()
                .emitter(answer -> in(room, live -> {
                    try {
                        answer.complete(question.apply(live));
                    } catch (RuntimeException failure) {
                        answer.fail(failure);
                    }
                }));
    }

    private LiveRoom open(Room room) {
        var pacer = bandwidth.room(config.roomLimitMbps());
        return new LiveRoom(room, new RoomLoop(vertx), pacer, over -> rooms.remove(over.id(), over));
    }

    /** Whether something goes on in the room here; from any thread. */
    public boolean isLive(String roomId) {
        return rooms.containsKey(roomId);
    }

    /** Another replica owns the room now: its devices connect again, there. */
    public void abandon(String roomId) {
        var room = rooms.get(roomId);
        if (room != null) room.execute(room::abandon);
    }

    /** Whether the transfer runs on this replica; from any thread. */
    public boolean isRunning(UUID transfer) {
        return rooms.values().stream().anyMatch(room -> room.runs(transfer));
    }

    /** The rooms now. */
    public Collection<LiveRoom> all() {
        return List.copyOf(rooms.values());
    }

    @Override
    public void changed(Room room) {
        var live = rooms.get(room.id());
        if (live != null) live.execute(() -> live.update(room));
    }
}
