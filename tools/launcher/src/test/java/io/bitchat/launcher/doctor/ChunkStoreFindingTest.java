package io.bitchat.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.launcher.process.ReadinessReport;
import org.junit.jupiter.api.Test;

class ChunkStoreFindingTest {
    private static final String READY = """
            {"status": "UP", "checks": [{"name": "database", "status": "UP"},
              {"name": "store", "status": "UP", "data": {"store": "folder /data/files",
              "chunk_bytes_limit": 1048576, "file_bytes_limit": 1073741824,
              "free_bytes": 3221225472, "room_for_chunks_bytes": 2147483648}}]}""";

    private static final String READ_ONLY = """
            {"status": "DOWN", "checks": [{"name": "store", "status": "DOWN", "data": {"store": "folder /data/files",
              "chunk_bytes_limit": 1048576, "file_bytes_limit": 1073741824,
              "cause": "java.nio.file.FileSystemException: Read-only file system", "advice": "make it writable"}}]}""";

    @Test
    void tellsTheRoomAndTheLimits() {
        assertThat(ChunkStoreFinding.of(READY).line())
                .isEqualTo("ok    chunk store: folder /data/files; 3072 MB free, 2048 MB of it for chunks;"
                        + " chunks of 1048576 bytes; files of at most 1024 MB");
    }

    @Test
    void passesTheAdviceOn() {
        assertThat(ChunkStoreFinding.of(READ_ONLY).line())
                .startsWith("warn  chunk store: folder /data/files;")
                .endsWith(" → make it writable");
        assertThat(ReadinessReport.advice(READ_ONLY)).isEqualTo("make it writable");
        assertThat(ReadinessReport.advice(READY)).isEmpty();
    }

    @Test
    void aServiceThatDoesNotAnswerHasNoRoomToTell() {
        assertThat(ChunkStoreFinding.of("Connection refused").line()).startsWith("warn  chunk store: not known");
    }
}
