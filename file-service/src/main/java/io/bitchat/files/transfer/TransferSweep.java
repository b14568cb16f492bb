package io.bitchat.files.transfer;

import io.bitchat.files.rooms.Rooms;
import io.bitchat.files.spool.SpooledFile;
import io.bitchat.files.transfer.live.LiveRooms;
import io.bitchat.files.transfer.live.TransferServices;
import io.bitchat.files.transfer.table.TransferRow;
import io.bitchat.files.transfer.table.TransferTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Deletes what transfers have left behind: spools after a crash, rows some time after the end, rooms nobody uses. */
@ApplicationScoped
class TransferSweep {
    private static final int PAGE = 100;

    private final Rooms rooms;
    private final LiveRooms live;
    private final TransferServices services;
    private final TransferTable table;
    private final Counter swept;

    TransferSweep(Rooms rooms, LiveRooms live, TransferServices services, MeterRegistry metrics) {
        this.rooms = rooms;
        this.live = live;
        this.services = services;
        this.table = services.table();
        this.swept = metrics.counter("bitchat.transfers.swept");
    }

    @Scheduled(every = "{bitchat.transfers.sweep-every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        var now = services.clock().instant();
        return leftBehind()
                .chain(this::folders)
                .chain(() -> table.purge(now.minus(services.config().endedKept()), PAGE))
                .chain(() -> rooms.purge(now.minus(services.config().roomKept()), PAGE))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> Log.warnf("transfers not swept, retrying later cause=%s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> leftBehind() {
        return table.spooled(PAGE).chain(rows -> Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUniAndConcatenate(row -> discarded(row)
                        // one that cannot be deleted now does not stop the others
                        .onFailure()
                        .invoke(failure ->
                                Log.warnf("spool not deleted, retrying later transfer=%s cause=%s", row.id(), failure))
                        .onFailure()
                        .recoverWithNull())
                .collect()
                .last()
                .replaceWithVoid());
    }

    private Uni<Void> discarded(TransferRow row) {
        var id = row.id();
        var file = new SpooledFile(
                id, row.offer().file().chunking(), services.keys().newKey(), true);
        // the objects of a file that is kept are the file; its folder is deleted with the others
        var gone = row.fileId() == null
                ? services.spools().discard(file)
                : Uni.createFrom().voidItem();
        return gone.chain(() -> table.spoolIsGone(id)).invoke(() -> swept.increment());
    }

    private Uni<Void> folders() {
        return unfinished(null, new HashSet<>())
                .chain(running -> services.spools().tidy(id -> running.contains(id) || live.isRunning(id)))
                .invoke(deleted -> swept.increment(deleted))
                .replaceWithVoid();
    }

    private Uni<Set<UUID>> unfinished(@Nullable UUID after, Set<UUID> all) {
        return table.unfinished(after, PAGE).chain(rows -> {
            rows.forEach(row -> all.add(row.id()));
            return rows.size() < PAGE
                    ? Uni.createFrom().item(all)
                    : unfinished(rows.getLast().id(), all);
        });
    }
}
