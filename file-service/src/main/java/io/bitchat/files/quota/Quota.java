package io.bitchat.files.quota;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.QuotaConfig;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.store.ChunkStore;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;

/**
 * Decides whether there is room for one more file. What a file will have is taken with the row that begins it, and given back
 * with the row that ends it, so that nothing has to be kept in step.
 *
 * <p>A peer's share counts what it was promised whole. The room of the store does so only for the peer itself: its own uploads
 * have to fit beside each other. For others an upload holds what is missing of it, but never more than has come of it. A promise
 * costs a request, and a name costs nothing where no token is asked for; if promises held room, a few requests without a byte
 * would shut out everybody. So who wants to hold room has to fill as much. Uploads that have just begun have no allowance,
 * since names would multiply it; and so there is nothing to be bounded for each address.
 *
 * <p>So more may be let in than will fit. That is no danger to what else lies on the disk, since the store looks at the disk
 * with each write and leaves what is kept back alone. An upload under way is refused when nothing else is left, and only then.
 * What has come of it is kept, and it goes on once there is room.
 */
@ApplicationScoped
public class Quota {
    private final QuotaConfig config;
    private final FilesConfig files;
    private final UsageTable table;
    private final ChunkStore store;

    Quota(QuotaConfig config, FilesConfig files, UsageTable table, ChunkStore store) {
        this.config = config;
        this.files = files;
        this.table = table;
        this.store = store;
    }

    /** What the store has left; asked before the transaction, which holds a connection. */
    public Uni<OptionalLong> spare() {
        return store.spare();
    }

    /**
     * Fails with 413 where the file's peer has its share, and with 507 where the disk has no room for it beside what is held
     * for uploads under way. Holds the peer's lock until the transaction ends: of two who begin at once each sees the other.
     *
     * @param spare what the store had left just now
     */
    public Uni<Void> require(SqlConnection connection, StoredFile file, OptionalLong spare) {
        var peerId = file.uploadedBy();
        long bytes = file.plan().fileSize();
        // sent together; a statement sees what was committed when it begins, so the lock holds for those behind it
        var locked = table.lock(connection, peerId);
        var used = table.of(connection, peerId).invoke(usage -> requireShare(config, peerId, usage, bytes));
        if (spare.isEmpty()) return Uni.combine().all().unis(locked, used).discardItems();
        var held = table.held(connection, peerId, file.createdAt().minus(files.uploadIdle()))
                .invoke(already -> requireRoom(spare.getAsLong(), already, bytes));
        return Uni.combine().all().unis(locked, used, held).discardItems();
    }

    static void requireShare(QuotaConfig config, String peerId, Usage usage, long bytes) {
        if (usage.files() >= config.filesPerPeer()) {
            throw exceeded("'" + peerId + "' has " + usage.files() + " files, and may have " + config.filesPerPeer());
        }
        if (bytes > config.bytesPerPeer() - usage.bytes()) {
            throw exceeded("'" + peerId + "' has " + usage.bytes() + " bytes of " + config.bytesPerPeer()
                    + " in use; this file would have " + bytes + " more");
        }
    }

    private static Problem exceeded(String detail) {
        return Problem.of(413, "quota_exceeded", detail + "; delete files, or cancel uploads, that are not needed");
    }

    static void requireRoom(long spare, long held, long bytes) {
        if (bytes <= spare - held) return;
        throw Problem.of(
                507,
                "storage_reserved",
                "there is no room in the store for " + bytes + " bytes: " + Math.max(0, spare - held)
                        + " are left beside what is kept back and what is held for uploads under way");
    }

    /** What a peer has here, and may have. */
    Uni<UsageResponse> of(String peerId) {
        return table.of(peerId)
                .map(usage -> new UsageResponse(
                        peerId, usage.bytes(), config.bytesPerPeer(), usage.files(), config.filesPerPeer()));
    }
}
