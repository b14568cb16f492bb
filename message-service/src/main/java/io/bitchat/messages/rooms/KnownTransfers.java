package io.bitchat.messages.rooms;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bitchat.contracts.transfers.TransferEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The running transfers of the suite, as far as this replica has heard of them: who takes part, and who is told. From
 * facts, and from what the owner of the transfers listed at the start. May be called from any thread.
 */
@ApplicationScoped
class KnownTransfers {
    /** A transfer that nothing was heard of for so long has ended: no pause is allowed to be longer. */
    static final Duration FORGOTTEN = Duration.ofHours(3);

    private static final int MAX_TRANSFERS = 100_000;
    private static final int MAX_ENDED = 10_000;
    private static final int MAX_RECENT_MEMBERS = 100_000;

    /** In the order in which they were last heard of. */
    private final LinkedHashMap<String, Running> transfers = new LinkedHashMap<>();

    private final Map<String, Set<String>> byParty = new HashMap<>();
    private final Map<String, Set<String>> byRoom = new HashMap<>();
    /** Transfers whose end was heard, so that a list made before it does not bring them back. */
    private final LinkedHashMap<String, Boolean> ended = new LinkedHashMap<>();

    /** The topics have no common order: who left a group just after an offer may be known before the offer. */
    private final Cache<String, Members> recent = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumWeight(MAX_RECENT_MEMBERS)
            .weigher((String _, Members group) -> 1 + group.members().size())
            .build();

    private final InstantSource clock;

    KnownTransfers(InstantSource clock) {
        this.clock = clock;
    }

    private record Members(Instant at, Set<String> members) {}

    /** A running transfer. */
    private static final class Running {
        final String id;
        final String roomId;
        final Set<String> parties = new HashSet<>();
        Set<String> participants = Set.of();
        Instant heardAt = Instant.MIN;

        Running(String id, String roomId) {
            this.id = id;
            this.roomId = roomId;
        }
    }

    /** A transfer as its owner lists it. */
    record Listed(String transferId, String roomId, String senderId, List<String> parties, List<String> participants) {}

    /** Notes a fact. Returns the participants of the room at that time; the sender alone if nobody else is known. */
    synchronized Set<String> heard(TransferEvent event) {
        forgetOld();
        if (ended.containsKey(event.transferId())) return Set.of();
        var running = running(event.transferId(), event.roomId(), event.senderId());
        switch (event) {
            case TransferEvent.Offered offered -> running.participants = participants(offered);
            case TransferEvent.Accepted accepted -> takesPart(running, accepted.receiverId());
            case TransferEvent.Completed _,
                    TransferEvent.Cancelled _,
                    TransferEvent.Failed _,
                    TransferEvent.Expired _ -> end(event.transferId());
            case TransferEvent.Rejected _, TransferEvent.Paused _, TransferEvent.Resumed _ -> {}
            case TransferEvent.Progressed progressed -> {
                if (progressed.participants() != null) update(running, Set.copyOf(progressed.participants()));
            }
        }
        return running.participants.isEmpty() ? Set.copyOf(running.parties) : running.participants;
    }

    private Set<String> participants(TransferEvent.Offered offered) {
        var group = recent.getIfPresent(offered.roomId());
        return group != null && group.at().isAfter(offered.at()) ? group.members() : Set.copyOf(offered.participants());
    }

    /** Notes the members of a group: its room, if it is one, has these participants. */
    synchronized void members(String groupId, Instant at, Set<String> members) {
        recent.put(groupId, new Members(at, members));
        for (var id : Set.copyOf(byRoom.getOrDefault(groupId, Set.of()))) {
            var running = transfers.get(id);
            if (running == null) continue;
            update(running, members);
        }
    }

    private void update(Running running, Set<String> participants) {
        running.participants = participants;
        List.copyOf(running.parties).stream()
                .filter(party -> !participants.contains(party))
                .forEach(party -> leaves(running, party));
    }

    /** Notes a transfer that was listed. Returns its parties, who are none if it has ended since. */
    synchronized Set<String> listed(Listed transfer) {
        if (ended.containsKey(transfer.transferId())) return Set.of();
        var running = running(transfer.transferId(), transfer.roomId(), transfer.senderId());
        // facts are newer than the list
        if (running.participants.isEmpty()) running.participants = Set.copyOf(transfer.participants());
        transfer.parties().forEach(party -> takesPart(running, party));
        return Set.copyOf(running.parties);
    }

    /** The rooms in which the peer is sender, or receiver that has accepted, of a running transfer. */
    synchronized Set<String> roomsOf(String peerId) {
        return byParty.getOrDefault(peerId, Set.of()).stream()
                .map(transfers::get)
                .filter(Objects::nonNull)
                .map(running -> running.roomId)
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean isParty(String peerId, String roomId) {
        return roomsOf(peerId).contains(roomId);
    }

    synchronized int size() {
        return transfers.size();
    }

    private Running running(String id, String roomId, String senderId) {
        var running = transfers.computeIfAbsent(id, _ -> new Running(id, roomId));
        transfers.putLast(id, running);
        running.heardAt = clock.instant();
        byRoom.computeIfAbsent(running.roomId, _ -> new HashSet<>()).add(id);
        takesPart(running, senderId);
        return running;
    }

    private void takesPart(Running running, String peerId) {
        running.parties.add(peerId);
        byParty.computeIfAbsent(peerId, _ -> new HashSet<>()).add(running.id);
    }

    private void leaves(Running running, String peerId) {
        running.parties.remove(peerId);
        remove(byParty, peerId, running.id);
    }

    private void end(String id) {
        forget(id);
        ended.put(id, true);
        if (ended.size() > MAX_ENDED) ended.pollFirstEntry();
    }

    private void forgetOld() {
        var limit = clock.instant().minus(FORGOTTEN);
        for (var eldest = transfers.firstEntry(); eldest != null; eldest = transfers.firstEntry()) {
            boolean isOld = eldest.getValue().heardAt.isBefore(limit);
            if (!isOld && transfers.size() <= MAX_TRANSFERS) return;
            forget(eldest.getKey());
        }
    }

    private void forget(String id) {
        var running = transfers.remove(id);
        if (running == null) return;
        running.parties.forEach(party -> remove(byParty, party, id));
        remove(byRoom, running.roomId, id);
    }

    private static void remove(Map<String, Set<String>> index, String key, String id) {
        index.computeIfPresent(key, (_, ids) -> withoutOne(ids, id));
    }

    private static @Nullable Set<String> withoutOne(Set<String> ids, String id) {
        ids.remove(id);
        return ids.isEmpty() ? null : ids;
    }
}
