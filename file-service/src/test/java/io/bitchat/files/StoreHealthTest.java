package io.bitchat.files;

import static io.bitchat.files.Files.begin;
import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.part;
import static io.bitchat.files.Files.raw;
import static io.bitchat.files.Files.request;
import static io.bitchat.files.Files.someone;
import static io.bitchat.files.Files.tryBegin;
import static io.bitchat.files.Files.upload;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.files.tus.Tus;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Readiness, and the answers to uploads, while the folder of chunks cannot be written. */
@QuarkusTest
@RealServers
class StoreHealthTest {
    private static final Path FOLDER = Path.of("target/files").toAbsolutePath();
    private static final Duration SOON = Duration.ofSeconds(20);

    private final byte[] bytes = bytes(2 * Files.CHUNK, 1);

    @Test
    void readinessTellsTheRoomAndTheLimits() {
        var up = awaitStore("UP");

        assertThat(up.getLong("data.free_bytes")).isBetween(1L, FOLDER.toFile().getTotalSpace());
        assertThat(up.getLong("data.room_for_chunks_bytes")).isBetween(0L, up.getLong("data.free_bytes"));
        assertThat(up.getInt("data.chunk_bytes_limit")).isEqualTo(Files.CHUNK);
        assertThat(up.getLong("data.file_bytes_limit")).isEqualTo(1L << 30);
    }

    /** Works as root too, whom permissions do not stop. */
    @Test
    void aFolderThatCannotBeWrittenIsDownWithAdviceUntilItCanBe() throws IOException {
        var file = begin(bytes.length);
        var stream = Tus.begin(bytes.length);
        var drafts = FOLDER.resolve(".drafts");
        var aside = FOLDER.resolve(".drafts-aside");
        awaitStore("UP");
        java.nio.file.Files.move(drafts, aside);
        java.nio.file.Files.createFile(drafts);
        try {
            assertRefused(raw(file, 0, part(bytes, 0)), 503);
            assertRefused(Tus.patch(stream, 0, bytes), 503);
            var down = awaitStore("DOWN");
            assertThat(down.getString("data.store")).startsWith("folder " + FOLDER);
            assertThat(down.getString("data.cause")).contains(".drafts");
            assertThat(down.getString("data.advice"))
                    .startsWith("make " + FOLDER + " a folder that this process may write to");
            awaitMetric("bitchat_files_store_writable 0.0");
            awaitMetric("bitchat_files_store_free_bytes NaN");
        } finally {
            java.nio.file.Files.delete(drafts);
            java.nio.file.Files.move(aside, drafts);
        }

        awaitStore("UP");
        awaitMetric("bitchat_files_store_writable 1.0");
        raw(file, 0, part(bytes, 0)).statusCode(200);
        raw(file, 1, part(bytes, 1)).statusCode(200);
        assertThat(Files.download(file)).isEqualTo(bytes);
    }

    /** The probe hangs on a named pipe without a reader, as on a disk that hangs. */
    @Test
    void aDiskThatHangsIsDownUntilItGoesOn() throws Exception {
        awaitStore("UP");
        var pipe = FOLDER.resolve(".drafts/probe.part");
        await().atMost(SOON)
                .until(() ->
                        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);

        var down = awaitStore("DOWN");

        assertThat(down.getString("data.cause")).contains("no answer for");
        assertThat(down.getString("data.advice")).startsWith("the disk of " + FOLDER + " hangs");
        upload(bytes);
        try (var reader = java.nio.file.Files.newInputStream(pipe)) {
            assertThat(reader.readNBytes(4_096)).hasSize(4_096);
        }
        awaitStore("UP");
    }

    @Test
    void aDiskThatIsFullOrReadOnlyIsDownUntilItIsNot() throws IOException {
        assumeThat(Mount.isAllowed()).as("may mount").isTrue();
        var file = begin(bytes.length);
        var stream = Tus.begin(bytes.length);
        var full = FOLDER.resolve("other-program");
        try (var disk = Mount.over(FOLDER)) {
            disk.setWritable(false);
            assertRefused(raw(file, 0, part(bytes, 0)), 503);
            assertRefused(Tus.patch(stream, 0, bytes), 503);
            assertThat(awaitStore("DOWN").getString("data.advice")).contains("mounted for writing");

            disk.setWritable(true);
            awaitStore("UP");
            fill(full);
            assertRefused(raw(file, 0, part(bytes, 0)), 507);
            assertRefused(Tus.patch(stream, 0, bytes), 507);
            assertRefused(tryBegin(request("x", bytes.length, someone())), 507);
            assertThat(awaitStore("DOWN").getString("data.advice")).contains("free space");

            java.nio.file.Files.delete(full);
            assertThat(awaitStore("UP").getLong("data.free_bytes")).isLessThanOrEqualTo(Mount.SIZE_BYTES);
        }

        raw(file, 0, part(bytes, 0)).statusCode(200);
        Tus.patch(stream, 0, bytes).statusCode(204);
    }

    private static void fill(Path path) throws IOException {
        try (var out = java.nio.file.Files.newOutputStream(path)) {
            var block = new byte[4_096];
            while (FOLDER.toFile().getUsableSpace() > 0) out.write(block);
        }
    }

    private static JsonPath awaitStore(String status) {
        return await().atMost(SOON)
                .until(
                        () -> given().get("/q/health/ready")
                                .jsonPath()
                                .setRootPath("checks.find { it.name == 'store' }"),
                        store -> status.equals(store.getString("status")));
    }

    private static void awaitMetric(String line) {
        await().atMost(SOON)
                .until(() -> given().get("/metrics").asString().lines().anyMatch(line::equals));
    }

    private static void assertRefused(ValidatableResponse answer, int status) {
        answer.statusCode(status).contentType("application/problem+json");
        String code = answer.extract().path("code");
        assertThat(code).isIn("store_unavailable", "store_full", "storage_reserved");
    }
}
