package io.bitchat.files.transfer.owner;

import io.bitchat.chunks.FileKey;
import io.bitchat.contracts.transfers.TransferEvent;
import io.bitchat.files.rooms.Room;
import io.bitchat.files.rooms.Rooms;
import io.bitchat.files.spool.Spool;
import io.bitchat.files.transfer.live.Connections;
import io.bitchat.files.transfer.live.Intake;
import io.bitchat.files.transfer.live.LiveRoom;
import io.bitchat.files.transfer.live.LiveRooms;
import io.bitchat.files.transfer.live.RunningTransfer;
import io.bitchat.files.transfer.live.TransferServices;
import io.bitchat.files.transfer.live.TransferSpool;
import io.bitchat.files.transfer.table.TransferRow;
import io.bitchat.rooms.IndexRange;
import io.bitchat.rooms.transfer.Input;
import io.bitchat.rooms.transfer.Snapshot;
import io.bitchat.rooms.transfer.Transfer;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Goes on with the transfers that ran before a restart, from the chunks that their spools still have. */
@ApplicationScoped
class TransferRestore {
    private final Rooms rooms;
    private final LiveRooms live;
    private final TransferServices services;
    /** Transfers that are being restored: a room that is lost and owned again at once must not open a spool twice. */
    private final Set<UUID> beginning = ConcurrentHashMap.newKeySet();

    TransferRestore(Rooms rooms, LiveRooms live, TransferServices services) {
        this.rooms = rooms;
        this.live = live;
        this.services = services;
    }

    /** Begins the running transfers of a room here; completes when they run. */
    Uni<Void> room(String roomId) {
        return services.table().unfinishedIn(roomId).chain(rows -> Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUniAndConcatenate(this::restored)
                .collect()
                .last()
                .replaceWithVoid());
    }

    private Uni<Void> restored(TransferRow row) {
        return rooms.find(row.offer().room()).chain(room -> live.ask(room, place -> place.find(row.id()))
                .chain(known -> known.isPresent() || !beginning.add(row.id())
                        ? Uni.createFrom().voidItem()
                        : once(room, row)));
    }

    private Uni<Void> once(Room room, TransferRow row) {
        return Uni.createFrom()
                .deferred(() -> restored(room, row))
                .onTermination()
                .invoke(() -> beginning.remove(row.id()));
    }

    private Uni<Void> restored(Room room, TransferRow row) {
        FileKey key;
        try {
            key = services.keys().unwrap(row.id().toString(), row.key());
        } catch (IllegalStateException e) {
            Log.errorf("transfer ended, its chunks cannot be read transfer=%s cause=%s", row.id(), e.getMessage());
            return ended(row);
        }
        var secret = new RunningTransfer.Secret(key, row.key());
        return TransferSpool.open(true, services, row.offer(), secret)
                .map(Optional::of)
                .onFailure()
                .invoke(failure -> Log.warnf("spool lost transfer=%s cause=%s", row.id(), failure))
                .onFailure()
                .recoverWithItem(Optional.empty())
                .chain(spool -> live.ask(room, place -> {
                    begin(place, row, secret, spool);
                    return null;
                }))
                .replaceWithVoid();
    }

    /** Ends a transfer that cannot go on, so that it does not count as running for ever. */
    private Uni<Void> ended(TransferRow row) {
        var now = services.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        var offer = row.offer();
        var fact = new TransferEvent.Failed(
                offer.id().toString(), now, offer.room(), offer.sender(), Intake.STORAGE_UNAVAILABLE);
        return services.writes()
                .save(services.replica().id(), row.failed(Intake.STORAGE_UNAVAILABLE, now), List.of(fact));
    }

    private void begin(LiveRoom place, TransferRow row, RunningTransfer.Secret secret, Optional<Spool> spool) {
        if (place.find(row.id()).isPresent()) return;
        var snapshot = row.resumable().orElseThrow();
        var stored = spool.map(Spool::stored).map(IndexRange::of).orElseGet(List::of);
        var transfer =
                Transfer.restored(with(snapshot, stored), services.config().settings());
        var running = new RunningTransfer(transfer, secret, place.place(), services, new Connections(Set.of()));
        spool.ifPresent(running::use);
        place.add(running);
        var first =
                transfer.handle(new Input.Started(Set.of()), services.clock().instant());
        running.begin(first.effects());
        for (var receiver : snapshot.receivers()) {
            if (!place.room().has(receiver.peer())) running.happened(new Input.Removed(receiver.peer()));
        }
        running.reconcile(place.present());
    }

    private static Snapshot with(Snapshot kept, List<IndexRange> stored) {
        return new Snapshot(
                kept.offer(),
                kept.offeredAt(),
                kept.state(),
                kept.startedAt(),
                kept.pausedBySender(),
                kept.sentByRequests(),
                stored,
                kept.doubted(),
                kept.receivers());
    }
}
