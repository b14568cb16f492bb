package io.bitchat.files.fetch;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.files.file.MediaType;
import io.bitchat.files.file.Unicode;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.text.Identifier;
import io.bitchat.transfer.HttpSources;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A file that this site is to fetch. If filename, file_size or chunk_size is missing, the first source is asked for all
 * of them.
 *
 * @param requestedBy peer that requests it; counts as its uploader here
 * @param merkleRoot root that proves the file; nothing else is trusted
 * @param sources URLs of the file at other sites; without them the announced sources are asked
 */
@Schema(name = "FileFetchRequest")
record FetchRequest(
        @NotNull @Identifier @Schema(examples = "peer_456") String requestedBy,

        @NotNull(message = "is needed to verify the file")
        @Pattern(regexp = "[0-9a-fA-F]{64}", message = "must be 64 hexadecimal digits")
        String merkleRoot,

        @Size(max = 100, message = "must be at most 100") @Nullable
        List<@NotNull String> sources,

        @Size(min = 1, max = 255, message = "must be 1-255 characters")
        @Pattern(regexp = Unicode.REGEX, message = Unicode.MESSAGE, flags = Pattern.Flag.DOTALL)
        @Nullable
        String filename,

        @Positive @Nullable Long fileSize,

        @Min(MIN_CHUNK) @Max(ChunkPlan.MAX_CHUNK_SIZE) @Nullable
        Integer chunkSize,

        @Size(max = MediaType.MAX_LENGTH, message = "must be at most 255 characters")
        @Pattern(regexp = MediaType.REGEX, message = "must be a media type such as application/pdf")
        @Nullable
        String mimeType) {
    /** Minimum chunk size in bytes, as for uploads: a file of 1 GiB has at most 16,384 chunks. */
    static final int MIN_CHUNK = 65_536;

    /** Parses the URLs; fails with 422 for one that cannot be asked. */
    List<URI> urls() {
        return sources == null
                ? List.of()
                : sources.stream().distinct().map(FetchRequest::url).toList();
    }

    private static URI url(String text) {
        try {
            var uri = new URI(text);
            HttpSources.objection(uri).ifPresent(reason -> {
                throw Problem.invalid("sources", reason);
            });
            return uri;
        } catch (URISyntaxException _) {
            throw Problem.invalid("sources", "must be URLs");
        }
    }
}
