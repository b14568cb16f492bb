package io.bitchat.files.transfer.live;

import io.bitchat.contracts.transfers.ReceiverProgress;
import io.bitchat.contracts.transfers.TransferEvent;
import io.bitchat.rooms.Offer;
import io.bitchat.rooms.transfer.Fact;
import io.bitchat.rooms.transfer.Progress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Facts of the state machine as events for other services. */
public final class FactEvents {
    private final Offer offer;
    private final Instant expiresAt;

    public FactEvents(Offer offer, Instant expiresAt) {
        this.offer = offer;
        this.expiresAt = expiresAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The offer, which also says who is in the room. */
    public TransferEvent offered(Instant at, Collection<String> participants) {
        var chunking = offer.file().chunking();
        return new TransferEvent.Offered(
                id(),
                at,
                offer.room(),
                offer.sender(),
                offer.receiver(),
                offer.file().name(),
                offer.file().mimeType(),
                chunking.size(),
                chunking.chunkSize(),
                chunking.count(),
                offer.stored(),
                expiresAt,
                participants.stream().sorted().toList());
    }

    /**
     * Any other fact.
     *
     * @param store whether the receiver that accepted agrees that the file is kept
     * @param fileId the file that is kept, if the transfer is completed and one is
     */
    TransferEvent of(Fact fact, Instant at, boolean store, @Nullable String fileId) {
        var room = offer.room();
        var sender = offer.sender();
        return switch (fact) {
            case Fact.Offered() -> throw new IllegalArgumentException("the offer needs the participants");
            case Fact.Accepted(var receiver) -> new TransferEvent.Accepted(id(), at, room, sender, receiver, store);
            case Fact.Rejected(var receiver, var reason) ->
                new TransferEvent.Rejected(id(), at, room, sender, receiver, reason);
            case Fact.Paused(var by) -> new TransferEvent.Paused(id(), at, room, sender, by);
            case Fact.Resumed(var by) -> new TransferEvent.Resumed(id(), at, room, sender, by);
            case Fact.Progressed _ -> throw new IllegalArgumentException("progress needs the participants");
            case Fact.Completed(var receivers) ->
                new TransferEvent.Completed(id(), at, room, sender, receivers, fileId);
            case Fact.Cancelled(var reason) -> new TransferEvent.Cancelled(id(), at, room, sender, reason);
            case Fact.Failed(var reason) -> new TransferEvent.Failed(id(), at, room, sender, reason);
            case Fact.Expired(var reason) -> new TransferEvent.Expired(id(), at, room, sender, reason);
        };
    }

    /**
     * How far the transfer is.
     *
     * @param participants everybody in the room; null if it is a group
     */
    TransferEvent progressed(Progress progress, Instant at, @Nullable Collection<String> participants) {
        var receivers = progress.receivers().stream()
                .map(one -> new ReceiverProgress(one.peer(), one.state().wire(), one.chunksReceived()))
                .toList();
        return new TransferEvent.Progressed(
                id(),
                at,
                offer.room(),
                offer.sender(),
                progress.state().wire(),
                progress.chunksSent(),
                progress.chunksReceived(),
                progress.totalChunks(),
                progress.percent().value(),
                progress.bytes(),
                receivers,
                participants == null ? null : participants.stream().sorted().toList());
    }

    private String id() {
        return offer.id().toString();
    }
}
