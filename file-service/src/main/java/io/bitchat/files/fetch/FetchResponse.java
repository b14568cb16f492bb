package io.bitchat.files.fetch;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.bitchat.files.file.StoredFile;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Progress of a fetch; up to two seconds old.
 *
 * @param state queued, running, waiting, completed, failed or stopped
 * @param reason why it waits or failed; empty otherwise
 * @param chunks number of stored chunks, from any source
 * @param bytes number of useful bytes fetched
 * @param refetched number of wasted bytes: wrong, duplicate, or from aborted requests
 * @param rate recent rate in bytes per second
 * @param inFlight number of requests in flight
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
     * @param reason why it is in that state, if there is a reason
     * @param rate recent rate in bytes per second while it was busy
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
