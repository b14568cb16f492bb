package io.bitchat.files.chunk;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Cache of files for one second, in which a hundred chunks of a file may arrive. What their reception needs (owner,
 * plan and key) never changes. Claiming a place checks again whether the upload has ended.
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

    /** Fails with 404 if there is no such file, or if it is only a part of one. */
    Uni<StoredFile> find(String fileId) {
        var known = recent.getIfPresent(fileId);
        return known != null
                ? Uni.createFrom().item(known)
                : files.find(fileId).invoke(file -> recent.put(fileId, file));
    }
}
