package io.bitchat.files.keys;

import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.download;
import static io.bitchat.files.Files.upload;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.files.RealServers;
import io.bitchat.files.Rows;
import io.bitchat.files.keys.KeyRing.Wrapped;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The key file has a new key before the one that wrapped all file keys so far. */
@QuarkusTest
@RealServers
@TestProfile(KeyRotationTest.Rotated.class)
class KeyRotationTest {
    private static final String OLD = line(1);
    private static final String NEW = line(2);
    private static final int MORE_THAN_A_PAGE = 250;

    private final KeyRotation rotation;
    private final KeyRing keys;
    private final Rows rows;

    KeyRotationTest(KeyRotation rotation, KeyRing keys, Rows rows) {
        this.rotation = rotation;
        this.keys = keys;
        this.rows = rows;
    }

    public static final class Rotated implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                var file = java.nio.file.Files.createDirectories(Path.of("target", "rotated"))
                        .resolve("files.key");
                java.nio.file.Files.writeString(file, NEW + "\n" + OLD + "\n");
                java.nio.file.Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                return Map.of("bitchat.files.key-file", file.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void theKeyIsWrappedAnewAndNoChunkIsTouched() throws IOException {
        var bytes = bytes(1_000, 1);
        var file = upload(bytes);
        asBeforeTheRotation(file);
        var object = object(file);
        var sealed = java.nio.file.Files.readAllBytes(object);
        var written = java.nio.file.Files.getLastModifiedTime(object);
        assertThat(download(file)).as("with the old line").isEqualTo(bytes);

        rewrap();

        assertThat(wrapped(file).by()).isEqualTo(keys.current());
        assertThat(new KeyRing(NEW, "test").unwrap(file, wrapped(file)).toBytes())
                .as("the old line is not needed any more")
                .isEqualTo(keys.unwrap(file, wrapped(file)).toBytes());
        assertThat(download(file)).isEqualTo(bytes);
        assertThat(java.nio.file.Files.readAllBytes(object)).isEqualTo(sealed);
        assertThat(java.nio.file.Files.getLastModifiedTime(object)).isEqualTo(written);
    }

    @Test
    void filesThatCannotBeReadAreLeftAndKeepNobodyWaiting() {
        var bytes = bytes(1_000, 2);
        var file = upload(bytes);
        asBeforeTheRotation(file);
        rows.all("""
                insert into file_transfers (id, file_id, filename, file_size, mime_type, chunk_size, total_chunks, uploaded_by,
                                            encryption_key_hash, wrapped_key, wrapping_key_id, created_at, touched_at)
                select gen_random_uuid(), 'file_!' || lpad(n::text, 8, '0'), filename, file_size, mime_type, chunk_size,
                       total_chunks, uploaded_by, encryption_key_hash, wrapped_key, 'nobody has it', created_at, touched_at
                from file_transfers, generate_series(1, %d) n where file_id = $1
                """.formatted(MORE_THAN_A_PAGE), file);
        try {
            rewrap();

            assertThat(wrapped(file).by()).isEqualTo(keys.current());
            assertThat(download(file)).isEqualTo(bytes);
            assertThat(rows.all("select from file_transfers where wrapping_key_id = $1", "nobody has it"))
                    .hasSize(MORE_THAN_A_PAGE);
        } finally {
            rows.all("delete from file_transfers where wrapping_key_id = $1", "nobody has it");
        }
    }

    private void rewrap() {
        rotation.run().await().atMost(Duration.ofSeconds(30));
    }

    private void asBeforeTheRotation(String file) {
        var before = new KeyRing(OLD, "test").wrap(file, keys.unwrap(file, wrapped(file)));
        rows.all(
                "update file_transfers set wrapped_key = decode($2, 'base64'), wrapping_key_id = $3 where file_id = $1",
                file,
                Base64.getEncoder().encodeToString(before.bytes()),
                before.by());
    }

    private Wrapped wrapped(String file) {
        Row row = rows.one("select wrapped_key, wrapping_key_id from file_transfers where file_id = $1", file);
        Buffer bytes = row.getBuffer("wrapped_key");
        return new Wrapped(bytes.getBytes(), row.getString("wrapping_key_id"));
    }

    private Path object(String file) {
        return Path.of(rows.one("select stored_path from file_chunks where file_id = $1", file)
                .getString(0));
    }

    private static String line(int fill) {
        var bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
