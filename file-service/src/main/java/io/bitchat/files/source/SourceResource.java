package io.bitchat.files.source;

import io.bitchat.files.file.FileTable;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.text.Identifier;
import io.bitchat.kit.trace.RequestTrace;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/files/{fileId}/sources")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Files")
public class SourceResource {
    private final Access access;
    private final FileTable files;
    private final Sources sources;
    private final SourceTable table;

    SourceResource(Access access, FileTable files, Sources sources, SourceTable table) {
        this.access = access;
        this.files = files;
        this.sources = sources;
        this.table = table;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Say that you hold chunks of a file",
            description =
                    "In place of what you said before; the same again changes nothing. Who fetches the file may ask"
                            + " at the url then, and verifies what comes.")
    public Uni<SourceResponse> announce(
            @PathParam("fileId") String fileId,
            @NotNull(message = "a JSON object is needed") @Valid SourceRequest request,
            @Context RoutingContext http) {
        return access.as(request.peerId(), http.request())
                .chain(() -> files.find(fileId))
                .chain(file -> sources.announce(
                        file, request.peerId(), request.address(), request.held(file.plan()), RequestTrace.of(http)))
                .map(SourceResponse::of);
    }

    @GET
    @Operation(
            summary = "Who says to hold chunks of a file",
            description = "By peer id; what follows with after=<the last peer id>.")
    public Uni<List<SourceResponse>> list(
            @PathParam("fileId") String fileId,
            @QueryParam("after") @Identifier @Nullable String after,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit,
            @Context RoutingContext http) {
        return access.anyone(http.request())
                .chain(() -> files.find(fileId))
                .chain(() -> table.page(fileId, after == null ? "" : after, limit))
                .map(found -> found.stream().map(SourceResponse::of).toList());
    }

    @DELETE
    @Path("/{peerId}")
    @Operation(summary = "Say that you hold nothing of a file any more")
    @APIResponse(responseCode = "204", description = "Noted, now or before")
    public Uni<Void> withdraw(
            @PathParam("fileId") String fileId, @PathParam("peerId") String peerId, @Context RoutingContext http) {
        return access.as(peerId, http.request())
                .chain(() -> files.find(fileId))
                .chain(() -> sources.withdraw(fileId, peerId));
    }
}
