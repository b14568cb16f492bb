package io.bitchat.files.chunk;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.MerkleTree;
import io.bitchat.files.file.ChunkPresence;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.source.FileSource;
import io.bitchat.files.source.SourceTable;
import io.bitchat.files.store.Workers;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.problem.Problem;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/files/{fileId}/chunks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Files")
public class ChunkResource {
    private final Access access;
    private final FileTable files;
    private final SourceTable sources;
    private final Workers workers;

    ChunkResource(Access access, FileTable files, SourceTable sources, Workers workers) {
        this.access = access;
        this.files = files;
        this.sources = sources;
        this.workers = workers;
    }

    @GET
    @Operation(
            summary = "The states of all chunks, in order",
            description =
                    "An upload that was interrupted sends what is missing. A part of a long list with after, or offset,"
                            + " and limit; where there is more, the header Link names the next part.")
    public Uni<RestResponse<List<ChunkResponse.State>>> list(
            @PathParam("fileId") String fileId,
            @QueryParam("after") @Min(0) @Max(ChunkPlan.MAX_CHUNKS) @Nullable Integer after,
            @QueryParam("offset")
                    @DefaultValue("0")
                    @Min(0)
                    @Max(
                            value = ChunkPlan.MAX_CHUNKS,
                            message = "must be at most {value}; go on with after=<chunk_index of the last>")
                    int offset,
            @QueryParam("limit") @Min(1) @Nullable Integer limit,
            @Context RoutingContext http) {
        return access.anyone(http.request()).chain(() -> files.find(fileId)).chain(file -> sources.of(fileId)
                .chain(holders -> {
                    int count = file.plan().count();
                    int from = Math.min(after == null ? offset : after + 1, count);
                    int most = Math.min(ChunkResponse.State.most(holders), limit == null ? Integer.MAX_VALUE : limit);
                    int to = Math.min(count, from + most);
                    return files.presences(fileId, from, to)
                            .map(known -> answer(states(file, known, from, to, holders), to < count ? to : 0));
                }));
    }

    /** @param next index of the first chunk of the next page; 0 if there is none */
    private static RestResponse<List<ChunkResponse.State>> answer(List<ChunkResponse.State> states, int next) {
        var response = RestResponse.ResponseBuilder.ok(states);
        if (next > 0) response.header(HttpHeaders.LINK, "<?after=" + (next - 1) + ">; rel=\"next\"");
        return response.build();
    }

    private static List<ChunkResponse.State> states(
            StoredFile file, List<ChunkPresence> known, int from, int to, List<FileSource> holders) {
        var states = new ArrayList<ChunkResponse.State>(to - from);
        var next = known.iterator();
        var chunk = next.hasNext() ? next.next() : null;
        for (int index = from; index < to; index++) {
            if (chunk != null && chunk.index() == index) {
                states.add(ChunkResponse.State.of(chunk, holders));
                chunk = next.hasNext() ? next.next() : null;
            } else {
                states.add(ChunkResponse.State.missing(index, file.plan().length(index)));
            }
        }
        return states;
    }

    /**
     * Inclusion proof of a chunk in a file.
     *
     * @param path sibling hashes from the leaf to the root, the leaf's sibling first
     */
    @Schema(name = "ChunkProofResponse")
    record Proof(
            String fileId, int chunkIndex, int totalChunks, String chunkHash, List<String> path, String merkleRoot) {}

    @GET
    @Path("/{index}/proof")
    @Operation(
            summary = "Prove that a chunk is in the file",
            description = "An inclusion proof of RFC 9162, section 2.1.3, over the chunks' hashes; about log2 of their"
                    + " number long. 409 before the file is complete.")
    public Uni<Proof> proof(
            @PathParam("fileId") String fileId, @PathParam("index") String index, @Context RoutingContext http) {
        return access.anyone(http.request())
                .chain(() -> files.find(fileId))
                .invoke(file -> {
                    if (file.merkleRoot().isEmpty()) {
                        throw Problem.conflict("file_incomplete", "proofs need a complete file; send all chunks first");
                    }
                })
                .chain(file -> {
                    int place = file.indexIn(index);
                    // off the event loop: there may be thousands of hashes
                    return files.hashes(fileId).chain(hashes -> workers.run(() -> proof(file, place, hashes)));
                });
    }

    private static Proof proof(StoredFile file, int index, List<ChunkHash> hashes) {
        var tree = new MerkleTree(hashes);
        return new Proof(
                file.fileId(),
                index,
                tree.size(),
                hashes.get(index).toString(),
                tree.proof(index).path().stream().map(ChunkHash::toString).toList(),
                tree.root().toString());
    }
}
