package io.bitchat.files.fetch;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.bitchat.files.file.StoredFile;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How far the pulling of a file is; up to two seconds old.
 *
 * @param state queued, running, waiting, completed, failed or stopped
 * @param reason why it waits or failed; empty otherwise
 * @param chunks that are stored, whoever brought them
 * @param bytes fetched to good use
 * @param refetched bytes that came in vain: wrong, twice, or of requests that broke off
 * @param rate bytes per second, lately
 * @param inFlight requests
 */
@Schema(name = "FileFetchResponse")
record FetchResponse(
        String fileId,
        String state,
        String reason,
        String requestedBy,
        String merkleRoot,
        int chunks,
        int totalChunks,
        @JsonProperty("octets") long bytes,
        long refetched,
        long rate,
        int inFlight,
        Instant createdAt,
        @Nullable Instant endedAt,
        List<Source> sources) {
    /**
     * One source of the last attempt.
     *
     * @param state active, idle, slow, lying or failed
     * @param reason why, where there is something to say
     * @param rate bytes per second while it was busy, lately
     */
    @Schema(name = "FileFetchSource")
    record Source(
            String url,
            String state,
            String reason,
            int chunks,
            @JsonProperty("octets") long bytes,
            long rate) {
        static Source of(JsonObject report) {
            return new Source(
                    report.getString("url"),
                    report.getString("state"),
                    report.getString("reason"),
                    report.getInteger("chunks"),
                    report.getLong("octets"),
                    report.getLong("rate"));
        }
    }

    static FetchResponse of(Fetch fetch, StoredFile file) {
        var report = fetch.report();
        boolean running = fetch.state() == FetchState.RUNNING;
        return new FetchResponse(
                fetch.fileId(),
                fetch.state().wire(),
                fetch.reason(),
                fetch.requestedBy(),
                fetch.merkleRoot().toString(),
                file.uploadedChunks(),
                file.plan().count(),
                fetch.bytes() + report.getLong("octets", 0L),
                fetch.refetched() + report.getLong("refetched", 0L),
                running ? report.getLong("rate", 0L) : 0,
                running ? report.getInteger("in_flight", 0) : 0,
                fetch.createdAt(),
                fetch.endedAt().orElse(null),
                report.getJsonArray("sources", new io.vertx.core.json.JsonArray()).stream()
                        .map(source -> Source.of((JsonObject) source))
                        .toList());
    }
}
