package io.bitchat.groups.history;

import io.bitchat.groups.GroupMessageResponse;
import io.bitchat.kit.page.PageLink;
import io.bitchat.kit.text.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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

@Cancellable(false)
@Path("/api/bitchat/groups/{groupId}/messages")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Groups")
public class GroupHistoryResource {
    private final GroupHistory history;

    GroupHistoryResource(GroupHistory history) {
        this.history = history;
    }

    @GET
    @Operation(
            summary = "Messages of a group",
            description = "The newest page first, each page oldest first. With after: what was delivered after that"
                    + " cursor, in the order of its delivery; with before: what is shown before it. A page may have fewer"
                    + " messages than limit where they are large: the header Link with rel=\"next\" says where it"
                    + " goes on.")
    @APIResponse(
            responseCode = "200",
            description = "A page; Link with rel=\"next\" where there is more",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = GroupMessageResponse.class)))
    public Uni<RestResponse<byte[]>> get(
            @PathParam("groupId") @Identifier String groupId,
            @QueryParam("limit") @DefaultValue(GroupHistory.DEFAULT_LIMIT) @Min(1) @Max(GroupHistory.MAX_LIMIT)
                    int limit,
            @QueryParam("offset")
                    @DefaultValue("0")
                    @Min(0)
                    @Max(value = PageLink.MAX_OFFSET, message = "must be at most 10000; go on with before=<cursor>")
                    int offset,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("include") @Pattern(regexp = "clock", message = "must be clock") @Nullable String include,
            @Context RoutingContext http) {
        return history.read(new GroupHistory.Asked(groupId, limit, offset, after, before), include != null, http);
    }
}
