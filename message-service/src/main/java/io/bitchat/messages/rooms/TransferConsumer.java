package io.bitchat.messages.rooms;

import io.bitchat.contracts.groups.GroupEvent;
import io.bitchat.contracts.groups.GroupMember;
import io.bitchat.contracts.transfers.TransferEvent;
import io.bitchat.kit.event.BroadcastListener;
import io.bitchat.kit.event.EventReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Tells the sockets of this replica what happens to transfers, and links those whose peers begin to take part. */
@ApplicationScoped
class TransferConsumer implements BroadcastListener {
    /** Older facts were told by the process before this one. */
    private static final Duration NEWS = Duration.ofMinutes(1);
    /** Older progress is followed by newer. */
    private static final Duration PROGRESS_NEWS = Duration.ofSeconds(10);

    private final KnownTransfers known;
    private final RoomDevices devices;
    private final RoomFrames frames;
    private final EventReader reader;
    private final InstantSource clock;

    TransferConsumer(
            KnownTransfers known, RoomDevices devices, RoomFrames frames, EventReader reader, InstantSource clock) {
        this.known = known;
        this.devices = devices;
        this.frames = frames;
        this.reader = reader;
        this.clock = clock;
    }

    @Override
    public Set<String> topics() {
        return Set.of(TransferEvent.TOPIC, GroupEvent.TOPIC);
    }

    @Override
    public void heard(ConsumerRecord<String, byte[]> record) {
        if (record.topic().equals(GroupEvent.TOPIC)) {
            reader.peek(GroupEvent.class, record).ifPresent(this::heard);
        } else {
            reader.peek(TransferEvent.class, record).ifPresent(this::heard);
        }
    }

    private void heard(GroupEvent event) {
        known.members(
                event.groupId(),
                event.at(),
                event.members().stream().map(GroupMember::peerId).collect(Collectors.toUnmodifiableSet()));
    }

    private void heard(TransferEvent event) {
        var participants = known.heard(event);
        if (participants.isEmpty()) return; // told before
        if (isNews(event)) tell(event, participants);
        if (event instanceof TransferEvent.Accepted accepted) {
            link(accepted.senderId(), accepted.roomId());
            link(accepted.receiverId(), accepted.roomId());
        }
    }

    private boolean isNews(TransferEvent event) {
        var age = event instanceof TransferEvent.Progressed ? PROGRESS_NEWS : NEWS;
        return event.at().isAfter(clock.instant().minus(age));
    }

    private void tell(TransferEvent event, Set<String> participants) {
        var peers = audience(event, participants).stream().filter(devices::has).toList();
        if (peers.isEmpty()) return;
        frames.of(event)
                .ifPresent(frame -> peers.forEach(peerId -> devices.devicesOf(peerId)
                        .forEach(device -> device.tellOfRoom(event.roomId(), event.at(), frame))));
    }

    private static Collection<String> audience(TransferEvent event, Set<String> participants) {
        return switch (event) {
            case TransferEvent.Offered offered ->
                participants.stream()
                        .filter(peerId -> !peerId.equals(offered.senderId()))
                        .toList();
            case TransferEvent.Accepted _, TransferEvent.Rejected _ -> Set.of(event.senderId());
            case TransferEvent.Progressed _,
                    TransferEvent.Completed _,
                    TransferEvent.Cancelled _,
                    TransferEvent.Failed _,
                    TransferEvent.Expired _ -> participants;
            case TransferEvent.Paused _, TransferEvent.Resumed _ -> Set.of();
        };
    }

    private void link(String peerId, String roomId) {
        devices.devicesOf(peerId).forEach(device -> device.link(roomId));
    }
}
