package io.bitchat.files.fetch;

import io.bitchat.files.file.FileTable;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.RequestTrace;
import io.bitchat.transfer.ChunkSource;
import io.bitchat.transfer.FileManifest;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/bitchat/files/{fileId}/fetch")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Files")
public class FetchResource {
    private final Access access;
    private final FileTable files;
    private final Fetches fetches;
    private final FetchTable table;
    private final FetchRunner runner;
    private final SourceResolver resolver;
    private final InstantSource clock;

    FetchResource(
            Access access,
            FileTable files,
            Fetches fetches,
            FetchTable table,
            FetchRunner runner,
            SourceResolver resolver,
            InstantSource clock) {
        this.access = access;
        this.files = files;
        this.fetches = fetches;
        this.table = table;
        this.runner = runner;
        this.resolver = resolver;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Have this site pull a file from other sites",
            description =
                    "From several at once; only what merkle_root proves is stored. It goes on after a restart, with the"
                            + " chunks that are missing. GET says how far it is.")
    @APIResponse(
            responseCode = "202",
            description = "Queued, or under way already",
            content = @Content(schema = @Schema(implementation = FetchResponse.class)))
    public Uni<RestResponse<FetchResponse>> begin(
            @PathParam("fileId")
                    @Pattern(
                            regexp = "(?!part_|(upload|tus|usage)$)[a-z0-9_]{1,64}",
                            message = "must be 1-64 of a-z, 0-9 and _, not part_..., upload, tus or usage")
                    String fileId,
            @NotNull(message = "a JSON object is needed") @Valid FetchRequest request,
            @Context RoutingContext http) {
        return access.as(request.requestedBy(), http.request())
                .invoke(this::requireAllowed)
                .chain(() -> queue(fileId, request, request.urls(), http))
                .chain(() -> status(fileId))
                .map(status -> RestResponse.status(RestResponse.Status.ACCEPTED, status));
    }

    private void requireAllowed() {
        if (resolver.isAllowed()) return;
        throw Problem.of(403, "fetch_disabled", "this site fetches no files; set bitchat.files.fetch.from to allow it");
    }

    private Uni<Void> queue(String fileId, FetchRequest request, List<URI> urls, RoutingContext http) {
        return fetches.known(fileId).chain(known -> {
            known.ifPresent(file -> Fetches.requireSame(file, request));
            return known.map(file -> fetches.begin(file, request, urls)).orElseGet(() -> manifest(fileId, request, urls)
                    .chain(manifest -> fetches.begin(fileId, manifest, request, urls, RequestTrace.of(http))));
        });
    }

    private Uni<FileManifest> manifest(String fileId, FetchRequest request, List<URI> urls) {
        var described = Fetches.described(request);
        if (described.isPresent()) return Uni.createFrom().item(described.get());
        if (urls.isEmpty()) throw Problem.invalid("sources", "is needed because the file is unknown here");
        return resolver.of(fileId, urls).chain(sources -> ask(sources.getFirst(), request));
    }

    private static Uni<FileManifest> ask(ChunkSource source, FetchRequest request) {
        return Uni.createFrom()
                .completionStage(() -> source.manifest().toCompletionStage())
                .onFailure()
                .transform(failure -> Problem.of(
                        422, "source_unusable", source.name() + " did not describe the file: " + failure.getMessage()))
                .invoke(manifest -> {
                    if (manifest.merkleRoot().toString().equalsIgnoreCase(request.merkleRoot())) return;
                    throw Problem.of(
                            422, "other_root", source.name() + " has a file with the root " + manifest.merkleRoot());
                });
    }

    @GET
    @Operation(
            summary = "How far the pulling of a file is",
            description = "With each source's rate, state and the reason for it. 404 where nobody asked for it.")
    public Uni<FetchResponse> get(@PathParam("fileId") String fileId, @Context RoutingContext http) {
        return access.anyone(http.request()).chain(() -> status(fileId));
    }

    private Uni<FetchResponse> status(String fileId) {
        return required(fileId).chain(fetch -> files.find(fileId).map(file -> FetchResponse.of(fetch, file)));
    }

    private Uni<Fetch> required(String fileId) {
        return table.find(fileId).map(found -> found.orElseThrow(() -> Problem.notFound("fetch", fileId)));
    }

    @DELETE
    @Operation(
            summary = "Stop pulling a file",
            description = "For who asked for it. What is stored stays; DELETE the file to have it deleted.")
    @APIResponse(responseCode = "204", description = "Stopped, now or before")
    public Uni<Void> stop(@PathParam("fileId") String fileId, @Context RoutingContext http) {
        return access.anyone(http.request())
                .chain(caller -> required(fileId).invoke(fetch -> {
                    if (caller.mayActAs(fetch.requestedBy())) return;
                    throw Problem.forbidden("the token does not belong to '" + fetch.requestedBy() + "'");
                }))
                .chain(() -> table.stop(fileId, clock.instant()))
                .invoke(() -> runner.stop(fileId));
    }
}
