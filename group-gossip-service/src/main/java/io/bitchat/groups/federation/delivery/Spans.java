package io.bitchat.groups.federation.delivery;

import io.bitchat.groups.oplog.GroupStateReducer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Intervals in which messages of some writers are void, as columns for a statement.
 *
 * @param all all writers in question, with or without such intervals
 */
record Spans(List<String> all, List<String> writers, List<Long> after, List<Long> before) {
    static Spans of(GroupStateReducer reducer, Collection<String> all) {
        var spans = new Spans(List.copyOf(all), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (var writer : all) {
            for (var span : reducer.voidSpans(writer)) {
                spans.writers.add(writer);
                spans.after.add(span.after());
                spans.before.add(span.before());
            }
        }
        return spans;
    }

    /** Parameters of a statement: the group as {@code $1}, then all writers in question, then the three columns. */
    Tuple columns(String groupId) {
        return Tuple.of(
                groupId,
                all.toArray(String[]::new),
                writers.toArray(String[]::new),
                after.toArray(Long[]::new),
                before.toArray(Long[]::new));
    }
}
