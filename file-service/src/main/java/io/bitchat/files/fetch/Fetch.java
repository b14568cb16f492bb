package io.bitchat.files.fetch;

import io.bitchat.chunks.ChunkHash;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A fetch of a file from other sites, as stored in the database.
 *
 * @param urls URLs to ask; if there are none, the announced sources are asked
 * @param bytes useful bytes fetched by the attempts before the last
 * @param refetched wasted bytes of those attempts
 * @param report progress of the last attempt
 */
record Fetch(
        String fileId,
        String requestedBy,
        ChunkHash merkleRoot,
        List<URI> urls,
        FetchState state,
        String reason,
        int attempts,
        long bytes,
        long refetched,
        JsonObject report,
        Instant createdAt,
        Optional<Instant> endedAt) {
    static Fetch of(Row row) {
        return new Fetch(
                row.getString("file_id"),
                row.getString("requested_by"),
                ChunkHash.parse(row.getString("merkle_root")).orElseThrow(),
                urls((JsonArray) row.getValue("urls")),
                FetchState.of(row.getString("state")),
                row.getString("reason"),
                row.getInteger("attempts"),
                row.getLong("octets"),
                row.getLong("refetched"),
                (JsonObject) row.getValue("report"),
                row.getOffsetDateTime("created_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("ended_at")).map(at -> at.toInstant()));
    }

    static List<URI> urls(JsonArray texts) {
        return texts.stream().map(text -> URI.create((String) text)).toList();
    }
}
