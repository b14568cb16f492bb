package io.bitchat.files.hostile;

import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.upload;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.files.Files;
import io.bitchat.files.RealServers;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Clients that request downloads and do not read them: an inverse slow loris attack. */
@QuarkusTest
@RealServers
@TestProfile(SlowReaderTest.Impatient.class)
class SlowReaderTest {
    private static final int SIZE = 12 * Files.CHUNK;
    /** More downloads than the memory has room for. */
    private static final int READERS = 20;

    @TestHTTPResource
    URI root;

    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "bitchat.files.download-idle",
                    "2s",
                    "bitchat.files.download-memory",
                    "16777216",
                    "bitchat.files.body-timeout",
                    "2s",
                    "bitchat.files.memory",
                    "16777216");
        }
    }

    @Test
    void thoseWhoReadNothingKeepNobodyElseWaitingForLong() throws IOException {
        var bytes = bytes(SIZE, 1);
        var file = upload(bytes);
        List<Socket> idle = new ArrayList<>();
        for (int i = 0; i < READERS; i++) idle.add(asking(file));

        assertThat(Files.download(file)).isEqualTo(bytes);

        long whole = 0;
        for (var socket : idle) {
            try (socket) {
                long came = socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                whole += came >= SIZE ? 1 : 0;
            } catch (IOException _) {
                // a reset by the server is a valid end as well
            }
        }
        assertThat(whole).isLessThan(READERS);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> given().get("/metrics")
                .asString()
                .lines()
                .anyMatch(line -> line.startsWith("bitchat_files_download_memory") && line.endsWith(" 0.0")));
    }

    private Socket asking(String file) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new java.net.InetSocketAddress(root.getHost(), root.getPort()));
        socket.getOutputStream()
                .write("GET %s/%s/download HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                        .formatted(Files.ROOT, file)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
