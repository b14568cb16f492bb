package io.bitchat.files.chunk;

import org.jboss.resteasy.reactive.server.Cancellable;
import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.MerkleTree;
import io.bitchat.files.file.ChunkPresence;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.source.FileSource;
import io.bitchat.files.source.SourceTable;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/files/{fileId}/chunks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Files")
public class ChunkResource {
    private final Access access;
    private final FileTable files;
    private final SourceTable sources;

    ChunkResource(Access access, FileTable files, SourceTable sources) {
        this.access = access;
        this.files = files;
        this.sources = sources;
    }

    @GET
    @Operation(
            summary = "The states of all chunks, in order",
            description = "An upload that was interrupted sends what is missing. A part of a long list with offset and"
                    + " limit.")
    public Uni<List<ChunkResponse.State>> list(
            @PathParam("fileId") String fileId,
            @QueryParam("offset") @DefaultValue("0") @Min(0) int offset,
            @QueryParam("limit") @Min(1) @Nullable Integer limit,
            @Context RoutingContext http) {
        return access.anyone(http.request()).chain(() -> files.find(fileId)).chain(file -> {
            int from = Math.min(offset, file.plan().count());
            int to = (int) Math.min(file.plan().count(), limit == null ? Integer.MAX_VALUE : (long) from + limit);
            return Uni.combine()
                    .all()
                    .unis(files.presences(fileId, from, to), sources.of(fileId))
                    .with((known, holders) -> states(file, known, from, to, holders));
        });
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
     * What proves that a chunk is in a file.
     *
     * @param path hashes beside the way from the leaf to the root, the leaf's sibling first
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
                        throw Problem.conflict("file_incomplete", "there is a proof once all chunks have come");
                    }
                })
                .chain(file -> {
                    int place = file.indexIn(index);
                    return files.hashes(fileId).map(hashes -> proof(file, place, hashes));
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
