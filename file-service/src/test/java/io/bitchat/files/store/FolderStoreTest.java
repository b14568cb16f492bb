package io.bitchat.files.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
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
    void anObjectIsReadFromAnyPlace() throws Exception {
        var object = octets(CHUNK, 1);
        var key = new ObjectKey("file_places", 0);
        run(store.put(key, object));

        try (var opened = run(store.read(key, new Kept()))) {
            var middle = copy(opened.read(500_000, 1_000, ByteBuffer.allocate(2_000)));
            var end = copy(
                    opened.read(CHUNK - 10, 1_000, ByteBuffer.allocate(1_000).position(7)));

            assertThat(opened.length()).isEqualTo(CHUNK);
            assertThat(middle).isEqualTo(Arrays.copyOfRange(object, 500_000, 501_000));
            assertThat(end).isEqualTo(Arrays.copyOfRange(object, CHUNK - 10, CHUNK));
            opened.close();
        }
    }

    private static byte[] copy(ByteBuffer octets) {
        var copy = new byte[octets.remaining()];
        octets.get(copy);
        return copy;
    }

    private static final class Kept implements ObjectReader<StoredObject> {
        @Override
        public StoredObject open(StoredObject object) {
            return object;
        }

        @Override
        public StoredObject pass(InputStream object) {
            throw new AssertionError("a folder has no reason to hurry its readers");
        }
    }

    @Test
    void namesItsFolder() {
        try (var store = open(workers)) {
            assertThat(store.name()).startsWith("folder /").contains("/target/contract/files");
        }
    }
}
