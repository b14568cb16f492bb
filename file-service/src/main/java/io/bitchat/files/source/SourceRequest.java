package io.bitchat.files.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.download.ChunkSet;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.text.Identifier;
import io.bitchat.transfer.HttpSources;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Announcement of the chunks that a peer holds.
 *
 * @param url the file's URL there, {@code http(s)://…/api/bitchat/files/{file_id}}; without it the peer cannot be asked
 * @param chunks {@code "all"}, or ranges with inclusive ends, {@code [[0, 4], [7, 7]]}
 */
@Schema(name = "FileSourceRequest")
record SourceRequest(
        @NotNull @Identifier @Schema(examples = "peer_456") String peerId,

        @Nullable String url,

        @NotNull(message = "is needed: \"all\", or a list of ranges")
        @Schema(implementation = Object.class, examples = "all")
        JsonNode chunks) {
    private static final int MAX_RANGES = 1_000;

    /** Parses the URL; fails with 422 for one that cannot be asked. */
    Optional<String> address() {
        if (url == null) return Optional.empty();
        try {
            var uri = new URI(url);
            HttpSources.objection(uri).ifPresent(reason -> {
                throw Problem.invalid("url", reason);
            });
            return Optional.of(uri.toString());
        } catch (URISyntaxException _) {
            throw Problem.invalid("url", "must be a URL");
        }
    }

    /** Parses the chunks; fails with 422 if the file does not have them. */
    ChunkSet held(ChunkPlan plan) {
        if (chunks.isTextual() && chunks.textValue().equals("all")) return ChunkSet.all(plan.count());
        if (!chunks.isArray() || chunks.isEmpty() || chunks.size() > MAX_RANGES) {
            throw Problem.invalid("chunks", "must be \"all\", or 1 to " + MAX_RANGES + " ranges [first, last]");
        }
        var ranges = new ArrayList<ChunkSet.Range>();
        for (var range : chunks) ranges.add(range(range, plan));
        return ChunkSet.of(ranges);
    }

    private static ChunkSet.Range range(JsonNode range, ChunkPlan plan) {
        boolean isPair = range.isArray()
                && range.size() == 2
                && range.get(0).isInt()
                && range.get(1).isInt();
        int first = isPair ? range.get(0).intValue() : -1;
        int last = isPair ? range.get(1).intValue() : -1;
        if (first < 0 || last < first || !plan.has(last)) {
            throw Problem.invalid("chunks", "each must be [first, last], of 0 to " + (plan.count() - 1));
        }
        return new ChunkSet.Range(first, last);
    }
}
