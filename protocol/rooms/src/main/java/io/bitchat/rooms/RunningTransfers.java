package io.bitchat.rooms;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Counts the transfers that have not ended, by sender and by room. Single-threaded. */
public final class RunningTransfers {
    private final RoomLimits limits;
    private final Set<UUID> running = new HashSet<>();
    private final Map<String, Integer> bySender = new HashMap<>();
    private final Map<String, Integer> byRoom = new HashMap<>();

    public RunningTransfers(RoomLimits limits) {
        this.limits = limits;
    }

    /** Counts the offer, unless a limit refuses it. One that is counted already is not counted again. */
    public Optional<Refusal> admit(Offer offer) {
        if (running.contains(offer.id())) return Optional.empty();
        var refusal = limits.refuse(offer.file().chunking().size(), ofUser(offer.sender()), inRoom(offer.room()));
        if (refusal.isEmpty()) resume(offer);
        return refusal;
    }

    /** Counts a transfer that was admitted before a restart, whatever the limits are now. */
    public void resume(Offer offer) {
        if (!running.add(offer.id())) return;
        bySender.merge(offer.sender(), 1, Integer::sum);
        byRoom.merge(offer.room(), 1, Integer::sum);
    }

    /** The transfer has ended. */
    public void release(Offer offer) {
        if (!running.remove(offer.id())) return;
        bySender.computeIfPresent(offer.sender(), (_, count) -> count == 1 ? null : count - 1);
        byRoom.computeIfPresent(offer.room(), (_, count) -> count == 1 ? null : count - 1);
    }

    /** Number of transfers of this sender. */
    public int ofUser(String sender) {
        return bySender.getOrDefault(sender, 0);
    }

    /** Number of transfers in this room. */
    public int inRoom(String room) {
        return byRoom.getOrDefault(room, 0);
    }
}
