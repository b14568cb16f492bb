package io.bitchat.files.file;

import io.bitchat.kit.auth.Access;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/bitchat/files/{fileId}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Files")
public class FileResource {
    private final Access access;
    private final FileTable files;

    FileResource(Access access, FileTable files) {
        this.access = access;
        this.files = files;
    }

    @GET
    @Operation(
            summary = "One file, and how far its upload is",
            description = "Whoever knows the id may ask; there is no list of files.")
    public Uni<FileResponse> get(@PathParam("fileId") String fileId, @Context RoutingContext http) {
        return access.anyone(http.request()).chain(() -> files.find(fileId)).map(FileResponse::of);
    }
}
