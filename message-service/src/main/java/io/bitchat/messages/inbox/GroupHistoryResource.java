package io.bitchat.messages.inbox;

import io.bitchat.kit.auth.Access;
import io.bitchat.kit.text.Identifier;
import io.bitchat.messages.MessageResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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

/** History of a group. No group exists before the group service does, so every page is empty. */
@Path("/api/bitchat/groups/{groupId}/messages")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Messages")
public class GroupHistoryResource {
    private final Access access;

    GroupHistoryResource(Access access) {
        this.access = access;
    }

    @GET
    @Operation(summary = "Messages of a group")
    public Uni<List<MessageResponse>> get(
            @PathParam("groupId") @Identifier String groupId,
            @QueryParam("limit")
                    @DefaultValue(ConversationResource.DEFAULT_LIMIT)
                    @Min(1)
                    @Max(ConversationResource.MAX_LIMIT)
                    int limit,
            @QueryParam("offset") @DefaultValue("0") @Min(0) long offset,
            @Context RoutingContext http) {
        return access.anyone(http.request()).replaceWith(List.of());
    }
}
