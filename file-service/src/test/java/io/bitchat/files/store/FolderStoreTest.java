package io.bitchat.files.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FolderStoreTest extends ChunkStoreContract {
    @Override
    ChunkStore open(Workers workers) {
        return new FolderStore(Configurations.files(), workers);
    }

    /** There is nothing but the disk. */
    @Override
    void restart() {}

    @Test
    void namesItsFolder() {
        try (var store = open(workers)) {
            assertThat(store.name()).startsWith("folder /").contains("/target/contract/files");
        }
    }
}
