package io.bitchat.files;

import static io.bitchat.files.Files.begin;
import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.get;
import static io.bitchat.files.Files.part;
import static io.bitchat.files.Files.raw;
import static io.bitchat.files.Files.upload;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.bitchat.testkit.ObjectStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The running service with a real S3 server. */
@QuarkusTest
@RealServers
@WithTestResource(ObjectStore.class)
class S3ServiceTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Rows rows;
    private final byte[] bytes = bytes(3 * Files.CHUNK, 1);

    S3ServiceTest(Rows rows) {
        this.rows = rows;
    }

    @Test
    void eachChunkIsOneObjectOfTheBucket() {
        var file = upload(bytes);

        assertThat(Files.download(file)).isEqualTo(bytes);
        assertThat(object(file, 2)).isRegularFile();
        assertThat(Folder.of(file)).isEmpty();
        var row = rows.one("select stored_path from file_chunks where file_id = $1 and chunk_index = 2", file);
        assertThat(row.getString(0)).isEqualTo("s3://bitchat-files/" + file + "/chunks/chunk_000002");
    }

    @Test
    void aFlippedBitIsFoundAndTheChunkAloneRepairsIt() {
        var file = upload(bytes);
        var damaged = Folder.read(object(file, 1));
        damaged[damaged.length / 2] ^= 1;
        Folder.write(object(file, 1), damaged);

        get(file + "/chunks/1")
                .statusCode(409)
                .body("code", equalTo("chunk_damaged"))
                .body("detail", containsString("chunk 1"));

        raw(file, 1, part(bytes, 1)).statusCode(200);
        assertThat(Files.download(file)).isEqualTo(bytes);
    }

    @Test
    void anObjectThatIsCutSwappedOrGoneIsFound() throws Exception {
        var file = upload(bytes);
        var first = Folder.read(object(file, 0));
        Folder.write(object(file, 0), Folder.read(object(file, 1)));
        Folder.write(object(file, 1), java.util.Arrays.copyOf(first, 1_000));
        java.nio.file.Files.delete(object(file, 2));

        for (int index = 0; index < 3; index++) {
            get(file + "/chunks/" + index)
                    .statusCode(409)
                    .body("code", equalTo("chunk_damaged"))
                    .body("detail", containsString("chunk " + index));
        }
    }

    @Test
    void uploadsAndDownloadsAreAnsweredWith503WhileTheServerIsAwayAndGoOnAfterwards() {
        var whole = upload(bytes);
        var begun = begin(bytes.length);
        raw(begun, 0, part(bytes, 0)).statusCode(200);

        ObjectStore.current().kill();
        try {
            raw(begun, 1, part(bytes, 1)).statusCode(503).body("code", equalTo("store_unavailable"));
            var refused = get(whole + "/download").statusCode(503).body("code", equalTo("store_unavailable"));
            assertThat(refused.extract().header("Retry-After")).isNotNull();
            await().atMost(LONG).untilAsserted(() -> given().get("/q/health/ready")
                    .then()
                    .statusCode(503)
                    .body("checks.find { it.name == 'store' }.status", equalTo("DOWN"))
                    .body("checks.find { it.name == 'store' }.data.store", endsWith(" bucket bitchat-files"))
                    .body("checks.find { it.name == 'store' }.data.cause", containsString("connection failed"))
                    .body("checks.find { it.name == 'store' }.data.advice", containsString("./bitchat doctor s3")));
        } finally {
            ObjectStore.current().start();
        }

        assertThat(Files.download(whole)).isEqualTo(bytes);
        raw(begun, 1, part(bytes, 1)).statusCode(200);
        raw(begun, 2, part(bytes, 2)).statusCode(200);
        assertThat(Files.download(begun)).isEqualTo(bytes);
    }

    @Test
    void whatIsCancelledIsDeletedFromTheBucket() {
        var file = begin(bytes.length);
        raw(file, 0, part(bytes, 0)).statusCode(200);
        assertThat(object(file, 0)).exists();

        given().delete(Files.ROOT + "/" + file).then().statusCode(204);

        assertThat(object(file, 0)).doesNotExist();
    }

    private static Path object(String file, int index) {
        return ObjectStore.folder().resolve("bitchat-files/%s/chunks/chunk_%06d".formatted(file, index));
    }
}
