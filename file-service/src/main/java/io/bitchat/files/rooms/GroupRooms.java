package io.bitchat.files.rooms;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bitchat.contracts.groups.GroupEvent;
import io.bitchat.contracts.groups.GroupMember;
import io.bitchat.kit.event.BroadcastListener;
import io.bitchat.kit.event.EventReader;
import io.bitchat.kit.event.IdempotentConsumer;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Groups as rooms: the groups topic in a table that all replicas share, and its newest facts in the memory of each
 * replica, which are there before the table has them.
 */
@Singleton
class GroupRooms implements BroadcastListener {
    private static final int NEWEST = 10_000;
    private static final Duration UNTIL_WRITTEN = Duration.ofMinutes(10);

    private final IdempotentConsumer consumer;
    private final EventReader reader;
    private final RoomTable table;
    private final List<RoomListener> listeners;
    private final Cache<String, Room> newest = Caffeine.newBuilder()
            .maximumSize(NEWEST)
            .expireAfterWrite(UNTIL_WRITTEN)
            .build();

    GroupRooms(IdempotentConsumer consumer, EventReader reader, RoomTable table, @All List<RoomListener> listeners) {
        this.consumer = consumer;
        this.reader = reader;
        this.table = table;
        this.listeners = listeners;
    }

    @Incoming("groups")
    Uni<Void> project(ConsumerRecords<String, byte[]> records) {
        return consumer.consume(GroupEvent.class, records, this::apply);
    }

    private Uni<Void> apply(SqlConnection connection, List<GroupEvent> events) {
        var rooms = new LinkedHashMap<String, Room>();
        events.forEach(event -> rooms.merge(event.groupId(), roomOf(event), GroupRooms::newer));
        return table.writeGroups(connection, rooms.values());
    }

    @Override
    public Set<String> topics() {
        return Set.of(GroupEvent.TOPIC);
    }

    @Override
    public void heard(ConsumerRecord<String, byte[]> record) {
        reader.peek(GroupEvent.class, record).map(GroupRooms::roomOf).ifPresent(room -> {
            newest.asMap().merge(room.id(), room, GroupRooms::newer);
            listeners.forEach(listener -> listener.changed(room));
        });
    }

    /** The newer of what the table has and what was heard. */
    Room newest(Room stored) {
        var heard = newest.getIfPresent(stored.id());
        // a group hides a room of the same id, whose versions mean something else
        return heard == null ? stored : stored.isGroup() ? newer(stored, heard) : heard;
    }

    private static Room newer(Room one, Room other) {
        return other.version() > one.version() ? other : one;
    }

    private static Room roomOf(GroupEvent event) {
        boolean active =
                switch (event) {
                    case GroupEvent.Created created -> created.isActive();
                    case GroupEvent.Changed changed -> changed.isActive();
                    case GroupEvent.MemberJoined joined -> joined.isActive();
                    case GroupEvent.MemberLeft left -> left.isActive();
                    case GroupEvent.RoleChanged changed -> changed.isActive();
                };
        var members = event.members().stream().map(GroupMember::peerId).collect(Collectors.toSet());
        return new Room(event.groupId(), members, event.version(), true, active);
    }
}
