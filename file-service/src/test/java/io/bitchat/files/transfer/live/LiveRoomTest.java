package io.bitchat.files.transfer.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.files.rooms.Room;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveRoomTest {
    private final Vertx vertx = Vertx.vertx();
    private final LiveRoom room = new LiveRoom(room(1, "alice", "bob"), new RoomLoop(vertx), null, _ -> {});

    @AfterEach
    void close() {
        vertx.close();
    }

    private static Room room(long version, String... participants) {
        return new Room("r", Set.of(participants), version, false, true);
    }

    @Test
    void whatWasReadBeforeTheLastChangeRemovesNobody() {
        var carol = new Device("carol");
        room.update(room(2, "alice", "bob", "carol"));
        room.opened(carol);
        room.update(room(1, "alice", "bob"));

        assertThat(room.room().participants()).contains("carol");
        assertThat(carol.closed).isEmpty();
    }

    @Test
    void aLaterChangeDoes() {
        var carol = new Device("carol");
        room.update(room(2, "alice", "bob", "carol"));
        room.opened(carol);
        room.update(room(3, "alice", "bob"));

        assertThat(carol.closed).containsExactly(LiveRoom.REMOVED);
    }

    @Test
    void aGroupReplacesARoomOfTheSameIdWhateverItsVersion() {
        room.update(new Room("r", Set.of("carol"), 1, true, true));
        assertThat(room.room().isGroup()).isTrue();
        assertThat(room.room().participants()).containsExactly("carol");
    }

    private static final class Device implements Link {
        private final String peer;
        private final List<Integer> closed = new ArrayList<>();

        Device(String peer) {
            this.peer = peer;
        }

        @Override
        public String peerId() {
            return peer;
        }

        @Override
        public boolean isOpen() {
            return closed.isEmpty();
        }

        @Override
        public void send(String frame) {}

        @Override
        public void sendChunk(Buffer message) {}

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void whenDrained(Runnable then) {
            then.run();
        }

        @Override
        public void close(int code, String reason) {
            closed.add(code);
        }
    }
}
