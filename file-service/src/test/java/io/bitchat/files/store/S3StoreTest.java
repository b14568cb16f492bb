package io.bitchat.files.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.testkit.ObjectStore;
import io.bitchat.testkit.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs against a real S3 server. */
class S3StoreTest extends ChunkStoreContract {
    private static final TestServer SERVER = ObjectStore.current();

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @Override
    ChunkStore open(Workers workers) {
        return open(workers, Map.of());
    }

    @Override
    void restart() {
        SERVER.restart();
    }

    @Test
    void namesItsServerAndBucketAndNoSecret() {
        try (var store = open(workers)) {
            assertThat(store.name())
                    .startsWith("s3 http://127.0.0.1:")
                    .endsWith(" bucket contract")
                    .doesNotContain(SERVER.config().get("BITCHAT_S3_SECRET_KEY"));
        }
    }

    @Test
    void makesItsBucketWithTheFirstObject() {
        var bucket = "fresh-" + UUID.randomUUID();
        try (var store = open(workers, Map.of("bucket", bucket))) {
            assertThatThrownBy(() -> run(store.get(new ObjectKey("file_1", 0), 100)))
                    .hasRootCauseInstanceOf(IOException.class);

            run(store.put(new ObjectKey("file_1", 0), bytes(100, 1)));

            assertThat(run(store.get(new ObjectKey("file_1", 0), 100))).isEqualTo(bytes(100, 1));
            assertThat(ObjectStore.folder().resolve(bucket)).isDirectory();
        }
    }

    @Test
    void makesNoBucketWhereItMayNot() {
        var bucket = "forbidden-" + UUID.randomUUID();
        try (var store = open(workers, Map.of("bucket", bucket, "create-bucket", "false"))) {
            assertThatThrownBy(() -> run(store.check())).hasMessageContaining("NoSuchBucket");
            assertThat(ObjectStore.folder().resolve(bucket)).doesNotExist();
        }
    }

    @Test
    void failsInSecondsWhileItsServerIsAwayAndGoesOnAfterwards() {
        var key = new ObjectKey("file_" + UUID.randomUUID().toString().replace("-", ""), 0);
        try (var store = open(workers)) {
            run(store.put(key, bytes(100, 1)));
            SERVER.kill();
            long begin = System.nanoTime();
            try {
                assertThatThrownBy(() -> run(store.put(key, bytes(100, 2)))).hasMessageContaining("connection failed");
                assertThatThrownBy(() -> run(store.get(key, 100))).hasMessageContaining("connection failed");
                assertThatThrownBy(() -> run(store.check())).hasMessageContaining("connection failed");
            } finally {
                SERVER.start();
            }

            assertThat(System.nanoTime() - begin).isLessThan(20_000_000_000L);
            assertThat(run(store.get(key, 100))).isEqualTo(bytes(100, 1));
        }
    }

    @Test
    void namesWrongCredentials() {
        try (var store = open(workers, Map.of("secret-key", "wrong"))) {
            assertThatThrownBy(() -> run(store.put(new ObjectKey("file_1", 0), bytes(100, 1))))
                    .hasMessageContaining("SignatureDoesNotMatch");
            assertThatThrownBy(() -> run(store.check())).hasMessageContaining("AccessDenied");
        }
    }

    @Test
    void leavesOneFileForAnObjectInTheFolderOfItsServer() throws Exception {
        var file = "file_" + UUID.randomUUID().toString().replace("-", "");
        try (var store = open(workers)) {
            run(store.put(new ObjectKey(file, 0), bytes(100, 1)));
        }

        try (var all = Files.walk(ObjectStore.folder().resolve("contract").resolve(file))) {
            assertThat(all.filter(Files::isRegularFile)).singleElement().satisfies(path -> assertThat(path)
                    .hasFileName("chunk_000000")
                    .hasBinaryContent(bytes(100, 1)));
        }
    }

    /** Like S3Proxy leaves an object if it is killed while writing. */
    @Test
    void whatAKillLeftOfAnObjectGoesWhenItsServerStartsAgain() throws Exception {
        var file = "file_" + UUID.randomUUID().toString().replace("-", "");
        try (var store = open(workers)) {
            run(store.put(new ObjectKey(file, 0), bytes(100, 1)));
            var folder = ObjectStore.folder().resolve("contract").resolve(file).resolve("chunks");
            var draft = Files.write(folder.resolve("chunk_000001-" + UUID.randomUUID()), bytes(50, 2));

            SERVER.restart();

            assertThat(draft).doesNotExist();
            assertThat(run(store.get(new ObjectKey(file, 0), 100))).isEqualTo(bytes(100, 1));
        }
    }

    private static ChunkStore open(Workers workers, Map<String, String> other) {
        var values = new HashMap<String, String>();
        values.put("bitchat.files.s3.endpoint", SERVER.config().get("BITCHAT_S3_ENDPOINT"));
        values.put("bitchat.files.s3.access-key", SERVER.config().get("BITCHAT_S3_ACCESS_KEY"));
        values.put("bitchat.files.s3.secret-key", SERVER.config().get("BITCHAT_S3_SECRET_KEY"));
        values.put("bitchat.files.s3.bucket", "contract");
        other.forEach((name, value) -> values.put("bitchat.files.s3." + name, value));
        return S3Setup.store(Configurations.s3(values), workers);
    }
}
