package io.bitchat.files;

import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.get;
import static io.bitchat.files.Files.part;
import static io.bitchat.files.Files.raw;
import static io.bitchat.files.Files.upload;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.bitchat.contracts.files.FileEvent;
import io.bitchat.testkit.Heard;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Deletion of complete files by their owner. */
@QuarkusTest
@RealServers
class DeletionTest {
    private final Rows rows;

    DeletionTest(Rows rows) {
        this.rows = rows;
    }

    private static ValidatableResponse delete(String file) {
        return given().delete(Files.ROOT + "/" + file).then();
    }

    @Test
    void nothingIsLeftOfADeletedFile() {
        var file = upload(bytes(3 * Files.CHUNK, 1));
        String by = get(file).extract().path("uploaded_by");

        delete(file).statusCode(204);

        get(file).statusCode(404);
        get(file + "/download").statusCode(404);
        get(file + "/chunks/0").statusCode(404);
        assertThat(Folder.of(file)).isEmpty();
        assertThat(rows.all("select from file_transfers where file_id = $1", file))
                .isEmpty();
        get("usage?peer_id=" + by).body("bytes", equalTo(0)).body("files", equalTo(0));
        delete(file).statusCode(404);
        assertThat(Heard.about(FileEvent.TOPIC, file, 6).getLast().type()).isEqualTo("deleted");
    }

    @Test
    void aFileThatIsToBeRepairedCanBeDeleted() {
        var bytes = bytes(2 * Files.CHUNK, 1);
        var file = upload(bytes);
        Folder.write(Folder.chunk(file, 1), new byte[10]);
        get(file + "/chunks/1").statusCode(409);

        delete(file).statusCode(204);

        raw(file, 1, part(bytes, 1)).statusCode(404);
        assertThat(Folder.of(file)).isEmpty();
    }

    /** The parts are not needed any more, but their rows refer to the file. */
    @Test
    void theRowsOfPartsGoWithTheFileThatWasMadeOfThem() {
        var part = tusPart(bytes(1_000, 1));
        String location = given().header("Tus-Resumable", "1.0.0")
                .header("Upload-Concat", "final;" + part + " " + part)
                .post(Files.ROOT + "/tus")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        var file = location.substring(location.lastIndexOf('/') + 1);
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> get(file)
                .body("status", equalTo("completed")));

        delete(file).statusCode(204);

        assertThat(rows.all("select from file_transfers where file_id = any($1)", (Object)
                        new String[] {file, part.substring(part.lastIndexOf('/') + 1)}))
                .isEmpty();
    }

    private static String tusPart(byte[] bytes) {
        var path = given().header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", bytes.length)
                .header("Upload-Concat", "partial")
                .post(Files.ROOT + "/tus")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        given().header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", 0)
                .contentType("application/offset+octet-stream")
                .body(bytes)
                .patch(path)
                .then()
                .statusCode(204);
        return path;
    }

    /** The download ends early. It contains no wrong bytes, and no chunk counts as damaged. */
    @Test
    void aDownloadThatIsUnderWayEnds() throws IOException {
        var bytes = bytes(40 * Files.CHUNK, 1);
        var file = upload(bytes);
        double damaged = damaged();
        try (var socket = Wire.open("GET " + Files.ROOT + "/" + file + "/download", "Connection: close\r\n\r\n")) {
            var begin = socket.getInputStream().readNBytes(1_000);
            assertThat(new String(begin, StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 200");

            delete(file).statusCode(204);

            long came = begin.length;
            try {
                came += socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            } catch (IOException _) {
                // a reset is a valid end as well
            }
            assertThat(came).isLessThan(bytes.length);
        }
        assertThat(damaged()).isEqualTo(damaged);
    }

    private static double damaged() {
        return given().get("/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("bitchat_files_chunks_damaged_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
