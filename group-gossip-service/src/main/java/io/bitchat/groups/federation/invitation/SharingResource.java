package io.bitchat.groups.federation.invitation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bitchat.groups.federation.SharedSites;
import io.bitchat.groups.rights.Actors;
import io.bitchat.groups.rights.Readers;
import io.bitchat.groups.rights.Refusals;
import io.bitchat.kit.text.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/groups/{groupId}/sites")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sites")
public class SharingResource {
    private final Actors actors;
    private final Readers readers;
    private final Sharing sharing;
    private final SharedSites shared;
    private final Refusals refusals;

    SharingResource(Actors actors, Readers readers, Sharing sharing, SharedSites shared, Refusals refusals) {
        this.actors = actors;
        this.readers = readers;
        this.sharing = sharing;
        this.shared = shared;
        this.refusals = refusals;
    }

    /** @param site name of the site, as {@code GET /api/bitchat/sites} returns it */
    @Schema(name = "ShareGroupRequest")
    record ShareRequest(
            @NotNull @Identifier @Schema(examples = "paris") String site) {}

    /**
     * A site of a group.
     *
     * @param state {@code here}, {@code invited}, {@code joined} or {@code refused}
     * @param refused reason why it does not share the group
     */
    @Schema(name = "GroupSiteResponse")
    public record GroupSite(
            String site,
            String identity,
            String state,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String refused) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Share a group with another site",
            description = "By an admin. The site is invited until it answers; from then on messages and members are"
                    + " the same at both.")
    public Uni<List<GroupSite>> share(
            @PathParam("groupId") @Identifier String groupId,
            @NotNull(message = "a JSON object is needed") @Valid ShareRequest request,
            @Context RoutingContext http) {
        return actors.of(http)
                .flatMap(actor -> sharing.share(groupId, actor, request.site(), shared.named(request.site())))
                .map(refusals::require)
                .flatMap(shared::of);
    }

    @GET
    @Operation(summary = "The sites that share a group", description = "None for a group of this site only.")
    public Uni<List<GroupSite>> list(@PathParam("groupId") @Identifier String groupId, @Context RoutingContext http) {
        return actors.of(http).flatMap(actor -> readers.admit(actor, groupId)).chain(() -> shared.of(groupId));
    }
}
