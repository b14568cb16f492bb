package io.bitchat.files.fetch;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.files.FilesConfig;
import io.bitchat.files.peers.KnownPeers;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Decides whether a fetch may be queued: its peer is known, not too many wait, and the file is of a usable size. */
@ApplicationScoped
class FetchAdmission {
    private final FetchConfig config;
    private final FilesConfig limits;
    private final FetchTable table;
    private final KnownPeers peers;

    FetchAdmission(FetchConfig config, FilesConfig limits, FetchTable table, KnownPeers peers) {
        this.config = config;
        this.limits = limits;
        this.table = table;
        this.peers = peers;
    }

    /** Fails if files of this size, or chunks of this size, are not taken. */
    void requireFits(ChunkPlan plan) {
        if (plan.chunkSize() < FetchRequest.MIN_CHUNK) {
            throw Problem.invalid("chunk_size", "must be at least " + FetchRequest.MIN_CHUNK);
        }
        if (plan.fileSize() > limits.maxFileSize()) {
            throw Problem.tooLarge(
                    "a file may have at most " + limits.maxFileSize() + " bytes; this one has " + plan.fileSize(),
                    limits.maxFileSize());
        }
    }

    /** Fails if the peer is unknown, or if it or all peers together have too many fetches. */
    Uni<Void> decide(SqlConnection connection, String fileId, FetchRequest request) {
        return peers.admit(connection, request.requestedBy())
                .invoke(known -> {
                    if (!known) throw Problem.notFound("peer", request.requestedBy());
                })
                .chain(() -> table.others(connection, fileId, request.requestedBy()))
                .invoke(others -> {
                    if (others.own() >= config.queuedOfOne()) throw tooMany(others.own() + " files of this peer");
                    if (others.all() >= config.queued()) throw tooMany(others.all() + " files");
                })
                .replaceWithVoid();
    }

    private static Problem tooMany(String what) {
        return Problem.tooMany(
                "too_many_fetches",
                what + " are being fetched or wait, which is the limit; try again later",
                Duration.ofSeconds(10));
    }
}
