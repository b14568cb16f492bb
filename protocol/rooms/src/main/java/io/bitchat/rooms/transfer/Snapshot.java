package io.bitchat.rooms.transfer;

import io.bitchat.rooms.IndexRange;
import io.bitchat.rooms.Offer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the service keeps of a transfer that has not ended, to go on after a restart.
 *
 * @param state state of the whole transfer
 * @param startedAt time of the first accept; null before
 * @param pausedBySender whether the sender has paused
 * @param sentByRequests whether the sender works over HTTP, without a connection
 * @param stored chunks that are in the spool
 * @param doubted chunks that came damaged once
 * @param receivers those who may accept, and those who have decided
 */
public record Snapshot(
        Offer offer,
        Instant offeredAt,
        State state,
        @Nullable Instant startedAt,
        boolean pausedBySender,
        boolean sentByRequests,
        List<IndexRange> stored,
        List<IndexRange> doubted,
        List<Receiver> receivers) {
    public Snapshot {
        stored = List.copyOf(stored);
        doubted = List.copyOf(doubted);
        receivers = List.copyOf(receivers);
    }

    /**
     * One receiver.
     *
     * @param state {@link State.Pending} if it has not decided
     * @param accepted whether it has accepted, however it went on
     * @param store whether it agrees that the file is kept
     * @param collects whether it collects its chunks over HTTP
     * @param confirmed number of chunks that it has confirmed
     * @param pausedAt begin of its pause; null if it is not paused
     */
    public record Receiver(
            String peer,
            State state,
            boolean accepted,
            boolean store,
            boolean collects,
            int confirmed,
            @Nullable Instant pausedAt) {}
}
