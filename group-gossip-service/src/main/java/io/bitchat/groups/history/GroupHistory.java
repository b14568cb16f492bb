package io.bitchat.groups.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.bitchat.groups.GroupCursor;
import io.bitchat.groups.GroupMessageResponse;
import io.bitchat.groups.rights.Actors;
import io.bitchat.groups.rights.Readers;
import io.bitchat.kit.page.PageLink;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Reads a group's messages for all routes that offer them. */
@ApplicationScoped
class GroupHistory {
    static final int MAX_LIMIT = 500;
    static final String DEFAULT_LIMIT = "50";

    private final Actors actors;
    private final Readers readers;
    private final GroupPages pages;
    private final ObjectWriter json;

    GroupHistory(Actors actors, Readers readers, GroupPages pages, ObjectMapper json) {
        this.actors = actors;
        this.readers = readers;
        this.pages = pages;
        this.json = json.writerFor(new TypeReference<List<GroupMessageResponse>>() {});
    }

    /**
     * Parameters of a page.
     *
     * @param offset number of messages to skip, counted back from the newest; only without a cursor
     * @param after cursor from which to read forward
     * @param before cursor from which to read back
     */
    record Asked(
            String groupId,
            int limit,
            int offset,
            @Nullable String after,
            @Nullable String before) {}

    /**
     * Returns a page as JSON bytes, so that a long page is serialised on the thread that decrypted it and not on the
     * event loop.
     */
    Uni<RestResponse<byte[]>> read(Asked asked, boolean withClock, RoutingContext http) {
        return actors.of(http)
                .flatMap(actor -> readers.admit(actor, asked.groupId()))
                .chain(() -> page(asked))
                .map(page -> answer(asked, page, withClock));
    }

    private Uni<GroupPages.Page> page(Asked asked) {
        if (asked.after() != null && asked.before() != null) {
            throw Problem.invalid("before", "give either before or after, not both");
        }
        if (asked.after() != null) {
            return pages.after(asked.groupId(), asked.limit(), cursor("after", asked.after()));
        }
        return asked.before() != null
                ? pages.before(asked.groupId(), asked.limit(), cursor("before", asked.before()))
                : pages.newest(asked.groupId(), asked.limit(), asked.offset());
    }

    private RestResponse<byte[]> answer(Asked asked, GroupPages.Page page, boolean withClock) {
        var messages = page.messages().stream()
                .map(message -> GroupMessageResponse.of(message, withClock))
                .toList();
        return page.isLast()
                ? RestResponse.ok(bytes(messages))
                : next(asked, page, withClock).after(bytes(messages));
    }

    private static PageLink next(Asked asked, GroupPages.Page page, boolean withClock) {
        boolean forward = asked.after() != null;
        var end = forward ? page.messages().getLast() : page.messages().getFirst();
        return PageLink.to("/groups/" + asked.groupId() + "/messages")
                .with("limit", asked.limit())
                .with(forward ? "after" : "before", new GroupCursor(end.sequence()).text())
                .with("include", withClock ? "clock" : null);
    }

    private byte[] bytes(List<GroupMessageResponse> messages) {
        try {
            return json.writeValueAsBytes(messages);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records can be written as JSON", e);
        }
    }

    private static GroupCursor cursor(String name, String text) {
        return GroupCursor.parse(text)
                .orElseThrow(() -> Problem.invalid(name, "is not a cursor that this server gave"));
    }
}
