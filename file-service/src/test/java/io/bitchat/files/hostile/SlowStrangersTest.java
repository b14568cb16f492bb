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
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients at one address, each under another name, that occupy memory and then transfer nothing. */
@QuarkusTest
@RealServers
class SlowStrangersTest {
    private static final String THEM = "X-Forwarded-For: 192.0.2.1\r\n";
    private static final String HONEST = "198.51.100.7";

    private final List<Socket> slow = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (var socket : slow) socket.close();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> given().get("/metrics")
                .asString()
                .lines()
                .filter(line -> line.matches("bitchat_files_(download_)?memory[ {].*"))
                .allMatch(line -> line.endsWith(" 0.0")));
    }

    /** There is room for 48 chunks of 1 MiB; a waiting request gives up after 30 s. */
    @Test
    @Timeout(20)
    void slowUploadsUnderManyNamesLeaveRoomForOthers() throws IOException {
        for (int i = 0; i < 60; i++) {
            slow.add(Wire.open(
                    "POST " + Files.ROOT + "/" + begin(Files.CHUNK) + "/chunks/0",
                    THEM + "Content-Type: application/octet-stream\r\nContent-Length: 1048576\r\n\r\nx"));
        }
        var bytes = bytes(Files.CHUNK, 1);
        var file = begin(bytes.length);

        given().header("X-Forwarded-For", HONEST)
                .contentType("application/octet-stream")
                .body(bytes)
                .post(Files.ROOT + "/" + file + "/chunks/0")
                .then()
                .statusCode(200);
    }

    /** There is room for 64 downloads. */
    @Test
    @Timeout(20)
    void slowDownloadsOfStrangersLeaveRoomForOthers() throws IOException {
        var bytes = bytes(12 * Files.CHUNK, 1);
        var file = upload(bytes);
        for (int i = 0; i < 80; i++) slow.add(unread(file));

        var came = given().header("X-Forwarded-For", HONEST)
                .get(Files.ROOT + "/" + file + "/download")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();

        assertThat(came).isEqualTo(bytes);
    }

    private static Socket unread(String file) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new java.net.InetSocketAddress("localhost", io.restassured.RestAssured.port));
        socket.getOutputStream()
                .write(("GET " + Files.ROOT + "/" + file + "/download HTTP/1.1\r\nHost: localhost\r\n" + THEM + "\r\n")
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return socket;
    }
}
