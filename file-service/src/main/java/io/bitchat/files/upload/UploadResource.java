package io.bitchat.files.upload;

import io.bitchat.files.file.FileResponse;
import io.bitchat.files.file.FileTable;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.RequestTrace;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/bitchat/files")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Files")
public class UploadResource {
    private final Access access;
    private final Uploads uploads;
    private final FileTable files;
    private final Abandonment abandonment;
    private final Deletion deletion;

    UploadResource(Access access, Uploads uploads, FileTable files, Abandonment abandonment, Deletion deletion) {
        this.access = access;
        this.uploads = uploads;
        this.files = files;
        this.abandonment = abandonment;
        this.deletion = deletion;
    }

    @POST
    @Path("/upload")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Begin an upload",
            description = "Then send each of total_chunks chunks, chunk_size bytes each but the last, in any order and"
                    + " several at a time. The file is complete with its last chunk, without a further call.")
    @APIResponse(
            responseCode = "201",
            description = "Begun",
            content = @Content(schema = @Schema(implementation = FileResponse.class)))
    public Uni<RestResponse<FileResponse>> begin(
            @NotNull(message = "a JSON object is needed") @Valid UploadRequest request, @Context RoutingContext http) {
        return access.as(request.uploadedBy(), http.request())
                .chain(() -> uploads.begin(request, RequestTrace.of(http)))
                .map(file -> RestResponse.status(RestResponse.Status.CREATED, FileResponse.of(file)));
    }

    @DELETE
    @Path("/{fileId}")
    @Operation(
            summary = "Cancel an upload, or delete a file",
            description =
                    "For who began it; what has come is deleted, and counts no longer. A file that was complete is"
                            + " not found any more; downloads that are under way may break off.")
    @APIResponse(responseCode = "204", description = "Deleted; an upload that was cancelled before, too")
    public Uni<Void> cancel(@PathParam("fileId") String fileId, @Context RoutingContext http) {
        return access.anyone(http.request())
                .chain(caller -> files.find(fileId).invoke(file -> {
                    if (!caller.mayActAs(file.uploadedBy())) {
                        throw Problem.forbidden("the token does not belong to '" + file.uploadedBy() + "'");
                    }
                    access.actsFor(caller, file.uploadedBy());
                }))
                .chain(file -> abandonment
                        .cancel(file, RequestTrace.of(http))
                        // the upload may be complete, or have become so meanwhile
                        .chain(cancelled -> cancelled
                                ? Uni.createFrom().voidItem()
                                : deletion.delete(file, RequestTrace.of(http)).replaceWithVoid()));
    }
}
