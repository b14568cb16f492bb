package io.bitchat.terminal.upload;

import io.bitchat.api.Answer;
import io.bitchat.terminal.Site;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the chunks that a site does not have. The full list is long, and an upload that is interrupted often would
 * request it often. Chunks are sent in order, so a few states around the number of stored chunks suffice.
 */
final class MissingChunks {
    /** Greater than the number of chunks in flight. */
    private static final int REACH = 32;

    private final Site site;
    private final String file;
    private final int chunks;

    /** @param chunks number of chunks of the file */
    MissingChunks(Site site, String fileId, int chunks) {
        this.site = site;
        this.file = "/files/" + fileId;
        this.chunks = chunks;
    }

    /**
     * The missing chunks in order, derived from a part of the list. If that part is inconsistent with the number of
     * stored chunks, the full list is requested.
     *
     * @param there number of chunks that the site has
     */
    Future<List<Integer>> missing(int there) {
        if (there == 0) return Future.succeededFuture(range(0, chunks).toList());
        int from = Math.max(0, there - REACH);
        return states("?offset=" + from + "&limit=" + 2 * REACH).compose(states -> {
            if (from + uploaded(states) != there) return missing();
            return Future.succeededFuture(Stream.concat(missing(states), range(from + states.size(), chunks))
                    .toList());
        });
    }

    /**
     * The chunks that are missing although all have been sent: another client may have interfered, or the store may
     * have lost one.
     *
     * @param told the site's description of the file
     */
    Future<List<Integer>> left(Answer told) {
        return told.isOk() && told.json().getInteger("uploaded_chunks", 0) == chunks
                ? Future.succeededFuture(List.of())
                : missing();
    }

    private Future<List<Integer>> missing() {
        return missing("", List.of());
    }

    /** Requests the list page by page. */
    private Future<List<Integer>> missing(String query, List<Integer> before) {
        return states(query).compose(states -> {
            var all = Stream.concat(before.stream(), missing(states)).toList();
            int last = states.isEmpty()
                    ? chunks - 1
                    : states.getJsonObject(states.size() - 1).getInteger("chunk_index");
            return last >= chunks - 1 ? Future.succeededFuture(all) : missing("?after=" + last, all);
        });
    }

    private Future<JsonArray> states(String query) {
        return site.get(file + "/chunks" + query)
                .compose(answer -> answer.isOk()
                        ? Future.succeededFuture(new JsonArray(answer.body()))
                        : Site.refused("cannot read which chunks are missing", answer));
    }

    private static Stream<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed();
    }

    private static Stream<Integer> missing(JsonArray states) {
        return states.stream()
                .map(JsonObject.class::cast)
                .filter(state -> !state.getBoolean("uploaded"))
                .map(state -> state.getInteger("chunk_index"));
    }

    private static int uploaded(JsonArray states) {
        return states.size() - (int) missing(states).count();
    }
}
