package io.bitchat.files.chunk;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Files as they were within the last second: a hundred chunks of one come in that time, and what their reception needs of
 * it, the owner, the plan and the key, never changes. Whether the upload has ended is asked again when a place is claimed.
 */
@ApplicationScoped
class RecentFiles {
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int KEPT = 1_000;

    private final FileTable files;
    private final Cache<String, StoredFile> recent =
            Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(KEPT).build();

    RecentFiles(FileTable files) {
        this.files = files;
    }

    /** Fails with 404 where there is no such file; a part of one is none. */
    Uni<StoredFile> find(String fileId) {
        var known = recent.getIfPresent(fileId);
        return known != null
                ? Uni.createFrom().item(known)
                : files.find(fileId).invoke(file -> recent.put(fileId, file));
    }
}
