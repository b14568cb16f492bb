package io.bitchat.groups.history;

import org.jboss.resteasy.reactive.server.Cancellable;
import io.bitchat.groups.GroupMessageResponse;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
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
                    + " cursor, in the order of its delivery.")
    public Uni<List<GroupMessageResponse>> get(
            @PathParam("groupId") @Identifier String groupId,
            @QueryParam("limit") @DefaultValue(GroupHistory.DEFAULT_LIMIT) @Min(1) @Max(GroupHistory.MAX_LIMIT)
                    int limit,
            @QueryParam("offset") @DefaultValue("0") @Min(0) int offset,
            @QueryParam("after") @Nullable String after,
            @QueryParam("include") @Pattern(regexp = "clock", message = "must be clock") @Nullable String include,
            @Context RoutingContext http) {
        return history.read(new GroupHistory.Page(groupId, limit, offset, after), include != null, http);
    }
}
