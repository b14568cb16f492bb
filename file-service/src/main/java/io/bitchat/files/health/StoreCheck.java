package io.bitchat.files.health;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.store.ChunkStore;
import io.bitchat.files.store.StoreFullException;
import io.bitchat.files.store.StoreRoom;
import io.bitchat.kit.health.Probe.Result;
import io.bitchat.kit.health.ProbeLateException;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness check: names the store, its room in bytes and the limits of chunks and files, and tells whether it accepts
 * objects; if not, also the cause and what to do. A store in which only the reserve is left is UP, because its files can
 * still be read.
 */
@Readiness
@ApplicationScoped
class StoreCheck implements AsyncHealthCheck {
    private final FilesConfig config;
    private final ChunkStore store;
    private final StoreProbe probe;

    StoreCheck(FilesConfig config, ChunkStore store, StoreProbe probe) {
        this.config = config;
        this.store = store;
        this.probe = probe;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return probe.result().map(this::response);
    }

    private HealthCheckResponse response(Result<StoreRoom> result) {
        var answer = HealthCheckResponse.named("store")
                .withData("store", store.name())
                .withData("chunk_bytes_limit", config.chunkSize())
                .withData("file_bytes_limit", config.maxFileSize());
        return switch (result) {
            case Result.Ready(var room) -> up(answer, room);
            case Result.Failed(var cause) ->
                answer.down()
                        .withData("cause", cause.toString())
                        .withData("advice", advice(cause))
                        .build();
        };
    }

    private HealthCheckResponse up(HealthCheckResponseBuilder answer, StoreRoom room) {
        room.free().ifPresent(bytes -> answer.withData("free_bytes", bytes));
        room.spare().ifPresent(bytes -> {
            answer.withData("room_for_chunks_bytes", Math.max(0, bytes));
            if (bytes < config.chunkSize()) {
                answer.withData(
                        "advice", "uploads are refused with 507: free space, or lower BITCHAT_FILES_QUOTA_RESERVE");
            }
        });
        return answer.up().build();
    }

    private String advice(Throwable failure) {
        if (config.store() == FilesConfig.Store.S3) {
            return "see that the server runs, has room and accepts the credentials; ./bitchat doctor s3 tries it";
        }
        var folder = config.folder().toAbsolutePath().normalize();
        return switch (failure) {
            case StoreFullException _ -> "free space on the disk of " + folder + ", or enlarge it";
            case ProbeLateException _ ->
                "the disk of " + folder + " hangs or is overloaded: see the system's log, and"
                        + " whether a network share is away";
            default ->
                "make " + folder + " a folder that this process may write to, on a disk that is mounted for"
                        + " writing; or set BITCHAT_FILE_STORAGE to another folder";
        };
    }
}
