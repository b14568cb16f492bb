package io.bitchat.groups.history;

import io.bitchat.groups.GroupMessageResponse;
import io.bitchat.kit.page.PageLink;
import io.bitchat.kit.text.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The same history, requested with a body; see {@link GroupHistoryResource}. */
@Cancellable(false)
@Path("/api/bitchat/messages/group")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Groups")
public class GroupQueryResource {
    private final GroupHistory history;

    GroupQueryResource(GroupHistory history) {
        this.history = history;
    }

    /**
     * A group, and a page of its messages.
     *
     * @param limit 1 to 500, default 50
     * @param offset number of messages to skip, counted from the newest; default 0
     */
    @Schema(name = "GroupMessagesRequest")
    record GroupMessagesRequest(
            @NotNull @Identifier String groupId,

            @Min(1) @Max(GroupHistory.MAX_LIMIT) @Nullable Integer limit,

            @Min(0)
            @Max(value = PageLink.MAX_OFFSET, message = "must be at most 10000; go on with the page that Link names")
            @Nullable
            Integer offset) {

        GroupHistory.Asked page() {
            int size = limit == null ? Integer.parseInt(GroupHistory.DEFAULT_LIMIT) : limit;
            return new GroupHistory.Asked(groupId, size, offset == null ? 0 : offset, null, null);
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Messages of a group, asked for with a body")
    @APIResponse(
            responseCode = "200",
            description = "A page; Link with rel=\"next\" where there is more",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = GroupMessageResponse.class)))
    public Uni<RestResponse<byte[]>> post(
            @NotNull(message = "a JSON object is needed") @Valid GroupMessagesRequest request,
            @Context RoutingContext http) {
        return history.read(request.page(), false, http);
    }
}
