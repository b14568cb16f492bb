package io.bitchat.files.upload;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.peers.KnownPeers;
import io.bitchat.files.quota.Quota;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;

/** Decides whether a peer may begin an upload: it is known, has room, and has not too many uploads in progress. */
@ApplicationScoped
class UploadAdmission {
    private final FilesConfig config;
    private final KnownPeers peers;
    private final FileTable files;
    private final Quota quota;

    UploadAdmission(FilesConfig config, KnownPeers peers, FileTable files, Quota quota) {
        this.config = config;
        this.peers = peers;
        this.files = files;
        this.quota = quota;
    }

    /**
     * Fails if the upload may not begin. Pipelines the statements; the server answers them in order.
     *
     * @param spare spare bytes of the store, if it has a limit
     */
    Uni<Void> decide(SqlConnection connection, StoredFile file, OptionalLong spare) {
        var admitted = peers.admit(connection, file.uploadedBy()).invoke(known -> {
            if (!known) throw Problem.notFound("peer", file.uploadedBy());
        });
        var since = file.createdAt().minus(config.uploadIdle());
        // takes the peer's lock, which also protects the statement after it
        var room = quota.require(connection, file, spare);
        var open = files.openUploads(connection, file.uploadedBy(), since).invoke(count -> requireTurn(count, file));
        return Uni.combine().all().unis(admitted, room, open).discardItems();
    }

    private void requireTurn(long open, StoredFile file) {
        if (open < config.maxUploadsPerPeer()) return;
        throw Problem.tooMany(
                "too_many_uploads",
                open + " uploads of '" + file.uploadedBy()
                        + "' are under way, which is the limit; finish or"
                        + " cancel one, or wait until one has received nothing for "
                        + config.uploadIdle().toMinutes() + " minutes",
                config.uploadIdle());
    }
}
