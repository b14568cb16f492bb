package io.bitchat.files.quota;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.QuotaConfig;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.store.ChunkStore;
import io.bitchat.files.store.StoreFullException;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;

/**
 * Decides whether there is room for one more file. The row that begins an upload reserves its space, and the row that
 * ends it releases the space, so there is no counter to keep consistent.
 *
 * <p>A peer's quota counts the declared size of its files. For the disk, a peer's own open uploads count with all their
 * missing bytes, since they have to fit beside each other. An upload of another peer counts with its missing bytes, but
 * never with more than it has stored already. A declaration costs one request, and a peer id costs nothing where no
 * token is required. If declarations reserved space, a few requests without data would shut everybody out. So a client
 * has to upload as many bytes as it wants to reserve. An upload that has just begun has no allowance, since invented
 * peer ids would multiply it. For the same reason no limit per address is needed.
 *
 * <p>So more uploads may be admitted than fit. This does not endanger other data on the disk, because the store checks
 * the disk with each write and never uses the reserve. An upload in progress is refused only when nothing else is left.
 * Its stored chunks are kept, and it continues once there is room.
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

    /** Space that the store has left. Must be called before the transaction, which holds a connection. */
    public Uni<OptionalLong> spare() {
        return store.spare().onFailure(StoreFullException.class).transform(full -> ((StoreFullException) full)
                .problem());
    }

    /**
     * Fails with 413 if the file exceeds the peer's quota, and with 507 if the disk has no room for it beside what is
     * reserved for open uploads. Locks the peer until the transaction ends, so that concurrent requests of a peer see
     * each other.
     *
     * @param spare space that the store had left just before
     */
    public Uni<Void> require(SqlConnection connection, StoredFile file, OptionalLong spare) {
        var peerId = file.uploadedBy();
        long bytes = file.plan().fileSize();
        // pipelined: each statement sees what was committed when it begins, so the lock protects the ones after it
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
                        + " are left besides the reserve and the space of running uploads");
    }

    /** Usage and quota of a peer. */
    Uni<UsageResponse> of(String peerId) {
        return table.of(peerId)
                .map(usage -> new UsageResponse(
                        peerId, usage.bytes(), config.bytesPerPeer(), usage.files(), config.filesPerPeer()));
    }
}
