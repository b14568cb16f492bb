package io.bitchat.files.hostile;

import static io.bitchat.files.Files.begin;
import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.upload;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.files.Files;
import io.bitchat.files.RealServers;
import io.bitchat.files.Wire;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that begin a body and never finish it: slow loris. */
@QuarkusTest
@RealServers
@TestProfile(SlowReaderTest.Impatient.class)
class SlowSenderTest {
    private static final int SIZE = 3 * Files.CHUNK;
    /** More uploads than the memory has room for. */
    private static final int SENDERS = 20;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: application/octet-stream\r\nContent-Length: 1048576\r\n\r\nx",
                "Content-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n",
                "Content-Type: multipart/form-data; boundary=edge\r\nContent-Length: 1048700\r\n\r\n--edge\r\n"
                        + "Content-Disposition: form-data; name=\"chunk_data\"; filename=\"chunk\"\r\n\r\nx",
                "Content-Type: multipart/form-data; boundary=edge\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n-\r\n"
            })
    void whoDripsAChunkIsToldSoAndKeepsNobodyElseWaitingForLong(String request) throws IOException {
        var bytes = bytes(SIZE, 1);
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            slow.add(Wire.open("POST " + Files.ROOT + "/" + begin(Files.CHUNK) + "/chunks/0", request));
        }

        assertThat(Files.download(upload(bytes))).isEqualTo(bytes);

        for (var socket : slow) {
            try (socket) {
                assertThat(Wire.status(socket)).isEqualTo(408);
            }
        }
        awaitEmptyMemory();
    }

    /** The bytes before the break are kept, so the client can continue there. */
    @Test
    void whoDripsAnUploadByTusIsToldSoAndGoesOnLater() throws IOException {
        var path = given().header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", Files.CHUNK)
                .post(Files.ROOT + "/tus")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        var head = "Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
                + "Content-Length: 1048576\r\n\r\nxyz";

        try (var socket = Wire.open("PATCH " + path, head)) {
            assertThat(Wire.status(socket)).isEqualTo(503);
        }

        given().header("Tus-Resumable", "1.0.0")
                .head(path)
                .then()
                .statusCode(200)
                .header("Upload-Offset", "3");
        awaitEmptyMemory();
    }

    private static void awaitEmptyMemory() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> given().get("/metrics")
                .asString()
                .lines()
                .anyMatch(line -> line.startsWith("bitchat_files_memory") && line.endsWith(" 0.0")));
    }
}
