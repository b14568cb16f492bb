package io.bitchat.groups.history;

import io.bitchat.groups.GroupCursor;
import io.bitchat.groups.GroupMessage;
import io.bitchat.groups.GroupMessageResponse;
import io.bitchat.groups.rights.Actors;
import io.bitchat.groups.state.Readers;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one way to a group's messages, whichever route they are asked for by. */
@ApplicationScoped
class GroupHistory {
    static final int MAX_LIMIT = 500;
    static final String DEFAULT_LIMIT = "50";

    private final Actors actors;
    private final Readers readers;
    private final GroupMessageReader reader;

    GroupHistory(Actors actors, Readers readers, GroupMessageReader reader) {
        this.actors = actors;
        this.readers = readers;
        this.reader = reader;
    }

    /** @param after a cursor, to read forward from there; else pages are counted back from the newest message */
    record Page(
            String groupId, int limit, int offset, @Nullable String after) {}

    Uni<List<GroupMessageResponse>> read(Page page, boolean withClock, RoutingContext http) {
        return actors.of(http)
                .flatMap(actor -> readers.admit(actor, page.groupId()))
                .chain(() -> messages(page))
                .map(messages -> messages.stream()
                        .map(message -> GroupMessageResponse.of(message, withClock))
                        .toList());
    }

    private Uni<List<GroupMessage>> messages(Page page) {
        return page.after() == null
                ? reader.newest(page.groupId(), page.limit(), page.offset())
                : reader.after(page.groupId(), cursor(page.after()), page.limit());
    }

    private static GroupCursor cursor(String text) {
        return GroupCursor.parse(text)
                .orElseThrow(() -> Problem.invalid("after", "is not a cursor that this server gave"));
    }
}
