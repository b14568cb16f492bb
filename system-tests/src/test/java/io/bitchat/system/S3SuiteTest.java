package io.bitchat.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code ./bitchat up --store s3}: files in a bucket of the suite's own S3 server, as a client sees them. */
class S3SuiteTest {
    private static final int CHUNK = 1 << 20;
    private static final int CHUNKS = 6;

    private final Suite suite = Suite.beside("s3", Map.of(), "--auth", "open", "--rate-limit", "off", "--store", "s3");
    private final Client client = new Client(suite.url());
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final byte[] octets = new byte[CHUNKS * CHUNK];

    S3SuiteTest() {
        new Random(1).nextBytes(octets);
    }

    @AfterEach
    void close() {
        suite.close();
    }

    /** One test, since the suite's start is what takes time. */
    @Test
    void keepsFilesThroughTheEndOfItsServerAndNamesWhatWasTouched() throws Exception {
        var file = begin();
        for (int index = 0; index < 3; index++)
            assertThat(send(file, index).statusCode()).isEqualTo(200);
        suite.signal("STOP", "launcher");
        suite.kill("object-store");

        var refused = send(file, 3);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("store_unavailable");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();

        suite.signal("CONT", "launcher");
        for (int index = 3; index < CHUNKS; index++) {
            int chunk = index;
            await().atMost(Duration.ofSeconds(60)).until(() -> send(file, chunk).statusCode() == 200);
        }
        assertThat(download(file).body()).isEqualTo(octets);

        flip(suite.data().resolve("objects/bitchat-files/" + file + "/chunks/chunk_000004"));
        assertThat(client.get("/files/" + file + "/chunks/4").status()).isEqualTo(409);
        var broken = client.get("/files/" + file + "/download");
        assertThat(broken.status()).isEqualTo(409);
        assertThat(broken.body().path("code").asText()).isEqualTo("chunk_damaged");
        assertThat(broken.body().path("detail").asText()).contains("chunk 4");
        assertThat(send(file, 4).statusCode()).isEqualTo(200);
        assertThat(download(file).body()).isEqualTo(octets);

        assertThat(launcher("status")).contains("object-store");
        assertThat(launcher("doctor")).contains("object-store: answers").doesNotContain("FAIL");
        assertThat(launcher("doctor", "s3", "--objects", "100", "--json")).contains("\"passed\" : true");
    }

    private String begin() {
        var begun = client.post(
                "/files/upload",
                Map.of(
                        "filename",
                        "document.pdf",
                        "file_size",
                        octets.length,
                        "uploaded_by",
                        Client.someone("alice"),
                        "mime_type",
                        "application/pdf"));
        assertThat(begun.status()).isEqualTo(201);
        return begun.body().path("file_id").asText();
    }

    private HttpResponse<String> send(String file, int index) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create(suite.url() + "/api/bitchat/files/" + file + "/chunks/" + index))
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(Arrays.copyOfRange(octets, index * CHUNK, (index + 1) * CHUNK)))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<byte[]> download(String file) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(suite.url() + "/api/bitchat/files/" + file + "/download"))
                .build();
        return http.send(request, BodyHandlers.ofByteArray());
    }

    private static void flip(Path object) throws IOException {
        var stored = Files.readAllBytes(object);
        stored[stored.length / 2] ^= 1;
        Files.write(object, stored);
    }

    private String launcher(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Suite.root().resolve("deploy/launcher/target/launcher.jar").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("BITCHAT_DATA", suite.data().toString());
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
