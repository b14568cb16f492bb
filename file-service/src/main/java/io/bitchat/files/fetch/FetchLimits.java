package io.bitchat.files.fetch;

import io.bitchat.files.FilesConfig;
import jakarta.enterprise.context.ApplicationScoped;

/** How much one fetch takes of what all share. */
@ApplicationScoped
class FetchLimits {
    private final FetchConfig config;
    private final FilesConfig files;

    FetchLimits(FetchConfig config, FilesConfig files) {
        this.config = config;
        this.files = files;
    }

    /** Number of chunks in flight. */
    int parallel() {
        return config.parallel();
    }

    /** Number of chunks that may be in memory, at least 1: a quarter of the memory for files at most. */
    int heldChunks(int chunkSize) {
        return (int) Math.clamp(files.memory() / 4 / chunkSize, 1, config.parallel() + 3);
    }
}
