package io.bitchat.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.launcher.process.ReadinessReport;
import java.util.ArrayList;
import java.util.List;

/** The room for chunks and their limits, from what file-service reports of its store. */
final class ChunkStoreFinding {
    private static final String SUBJECT = "chunk store";

    private ChunkStoreFinding() {}

    /** @param readiness answer of file-service; one without a store gives a warning */
    static Finding of(String readiness) {
        JsonNode data = ReadinessReport.data(readiness, "store");
        if (data.isMissingNode()) {
            return Finding.warn(SUBJECT, "not known", "known once file-service answers");
        }
        List<String> parts = new ArrayList<>(List.of(data.path("store").asText()));
        if (data.has("free_bytes")) {
            parts.add(megabytes(data, "free_bytes") + " free, " + megabytes(data, "room_for_chunks_bytes")
                    + " of it for chunks");
        }
        parts.add("chunks of " + data.path("chunk_bytes_limit").asLong() + " bytes");
        parts.add("files of at most " + megabytes(data, "file_bytes_limit"));
        String detail = String.join("; ", parts);
        String advice = data.path("advice").asText();
        return advice.isEmpty() ? Finding.ok(SUBJECT, detail) : Finding.warn(SUBJECT, detail, advice);
    }

    private static String megabytes(JsonNode data, String field) {
        return (data.path(field).asLong() >> 20) + " MB";
    }
}
