package io.bitchat.messages.inbox;

import io.bitchat.contracts.messages.Cursor;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.page.PageLink;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.text.Identifier;
import io.bitchat.messages.MessageResponse;
import io.bitchat.messages.StoredMessage;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/messages")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Messages")
public class ConversationResource {
    static final int MAX_LIMIT = 500;
    static final String DEFAULT_LIMIT = "50";

    private final Access access;
    private final ConversationPages pages;

    ConversationResource(Access access, ConversationPages pages) {
        this.access = access;
        this.pages = pages;
    }

    /**
     * The two peers of a conversation, and the page of it.
     *
     * @param limit 1 to 500, default 50
     * @param offset messages to skip, counted from the newest; default 0
     */
    @Schema(name = "ConversationRequest")
    record ConversationRequest(
            @NotNull @Identifier String peerId,
            @NotNull @Identifier String otherPeerId,
            @Min(1) @Max(MAX_LIMIT) @Nullable Integer limit,
            @Min(0) @Nullable Integer offset) {}

    @GET
    @Path("/conversation/{peerId}/{otherPeerId}")
    @Operation(
            summary = "Messages between two peers",
            description = "The newest page first, each page oldest first. With after: what follows that cursor of"
                    + " the first peer, oldest first; offset then counts on from there. A page has at most 2 MiB of"
                    + " content; the header Link names the next.")
    public Uni<RestResponse<List<MessageResponse>>> get(
            @PathParam("peerId") @Identifier String peerId,
            @PathParam("otherPeerId") @Identifier String otherPeerId,
            @QueryParam("limit") @DefaultValue(DEFAULT_LIMIT) @Min(1) @Max(MAX_LIMIT) int limit,
            @QueryParam("offset") @DefaultValue("0") @Min(0) long offset,
            @QueryParam("after") @Nullable String after,
            @Context RoutingContext http) {
        return access.asEither(peerId, otherPeerId, http.request())
                .chain(() -> after == null
                        ? newest(peerId, otherPeerId, limit, offset)
                        : following(peerId, otherPeerId, after, limit, offset));
    }

    private Uni<RestResponse<List<MessageResponse>>> newest(String peerId, String otherPeerId, int limit, long offset) {
        var next = PageLink.to("/messages/conversation/" + peerId + '/' + otherPeerId)
                .with("limit", limit);
        return pages.newest(peerId, otherPeerId, limit, offset)
                .map(page -> page.more()
                        ? next.with("offset", offset + page.messages().size()).after(body(page.messages()))
                        : RestResponse.ok(body(page.messages())));
    }

    private Uni<RestResponse<List<MessageResponse>>> following(
            String peerId, String otherPeerId, String after, int limit, long offset) {
        return pages.after(peerId, otherPeerId, cursor("after", after), limit, offset)
                .map(page -> {
                    if (!page.more()) return RestResponse.ok(body(page.messages()));
                    var next = PageLink.to("/messages/conversation/" + peerId + '/' + otherPeerId)
                            .with("limit", limit);
                    return goingOn(next, page.messages(), peerId, after, offset).after(body(page.messages()));
                });
    }

    /**
     * A cursor is a place among the messages that the peer received. The offset skips what it sent after the last of
     * those.
     */
    private static PageLink goingOn(
            PageLink next, List<StoredMessage> messages, String peerId, String after, long offset) {
        for (int at = messages.size() - 1; at >= 0; at--) {
            if (!peerId.equals(messages.get(at).toPeerId())) continue;
            int sentSince = messages.size() - 1 - at;
            return next.with("after", cursorOf(messages.get(at))).with("offset", sentSince == 0 ? null : sentSince);
        }
        return next.with("after", after).with("offset", offset + messages.size());
    }

    @POST
    @Path("/conversation")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Messages between two peers, asked for with a body")
    public Uni<RestResponse<List<MessageResponse>>> post(
            @NotNull(message = "a JSON object is needed") @Valid ConversationRequest request,
            @Context RoutingContext http) {
        int limit = request.limit() == null ? Integer.parseInt(DEFAULT_LIMIT) : request.limit();
        int offset = request.offset() == null ? 0 : request.offset();
        return get(request.peerId(), request.otherPeerId(), limit, offset, null, http);
    }

    @GET
    @Path("/inbox/{peerId}")
    @Operation(
            summary = "What a peer was sent",
            description = "The stream that its sockets receive, oldest first. Keep the cursor of the last message and"
                    + " give it as after, here or as since when a socket opens.")
    public Uni<RestResponse<List<MessageResponse>>> inbox(
            @PathParam("peerId") @Identifier String peerId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue(DEFAULT_LIMIT) @Min(1) @Max(MAX_LIMIT) int limit,
            @Context RoutingContext http) {
        return access.as(peerId, http.request())
                .map(_ -> after == null ? Cursor.START : cursor("after", after))
                .flatMap(start -> pages.inbox(peerId, start, limit))
                .map(page -> page.more()
                        ? PageLink.to("/messages/inbox/" + peerId)
                                .with("limit", limit)
                                .with("after", cursorOf(page.messages().getLast()))
                                .after(body(page.messages()))
                        : RestResponse.ok(body(page.messages())));
    }

    private static Cursor cursor(String parameter, String text) {
        return Cursor.parse(text)
                .orElseThrow(() -> Problem.invalid(parameter, "is not a cursor that this server gave"));
    }

    private static String cursorOf(StoredMessage message) {
        return new Cursor(message.position()).text();
    }

    private static List<MessageResponse> body(List<StoredMessage> messages) {
        return messages.stream().map(MessageResponse::of).toList();
    }
}
