package io.bitchat.backup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.backup.BackupException;
import io.bitchat.s3.S3Settings;
import io.bitchat.s3.S3Settings.Credentials;
import io.bitchat.testkit.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Objects in a bucket of a real S3 server. */
class BucketObjectsTest {
    private static final byte[] OBJECT = {1, 2, 3};

    private final String bucket = "backup-" + UUID.randomUUID();

    /** The bucket of a new installation does not exist yet. */
    @Test
    void anObjectIsStoredInANewBucketAndCopied() throws Exception {
        try (var objects = new BucketObjects(settings("test-secret"))) {
            objects.put("file_a/chunks/chunk_000000", new ByteArrayInputStream(OBJECT));

            var copy = new ByteArrayOutputStream();
            assertThat(objects.copy("file_a/chunks/chunk_000000", copy)).isTrue();
            assertThat(copy.toByteArray()).isEqualTo(OBJECT);
            assertThat(objects.copy("file_a/chunks/chunk_000001", copy)).isFalse();
        }
    }

    /** Else a backup with wrong credentials would call every object lost. */
    @Test
    void aServerThatRefusesIsNotAMissingObject() {
        try (var objects = new BucketObjects(settings("wrong"))) {
            assertThatThrownBy(() -> objects.copy("file_a/chunks/chunk_000000", new ByteArrayOutputStream()))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining(bucket);
        }
    }

    private S3Settings settings(String secret) {
        var server = ObjectStore.current();
        server.start();
        return new S3Settings(
                URI.create(server.config().get("BITCHAT_S3_ENDPOINT")),
                "us-east-1",
                bucket,
                new Credentials(server.config().get("BITCHAT_S3_ACCESS_KEY"), secret),
                true,
                S3Settings.Limits.STANDARD);
    }
}
