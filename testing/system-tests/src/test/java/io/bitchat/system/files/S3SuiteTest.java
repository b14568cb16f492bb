package io.bitchat.system.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Content;
import io.bitchat.system.suite.FileClient;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code ./bitchat up --store s3}: files in a bucket of the suite's own S3 server, as a client sees them. */
@RequiredSuite(RequiredSuite.Kind.OPTIONAL)
class S3SuiteTest {
    private static final int CHUNKS = 6;
    private static final Duration AWAY = Duration.ofSeconds(Boolean.getBoolean("bitchat.full") ? 30 : 3);

    private final Suite suite = Suite.optional();
    private final Client client = new Client(suite.url());
    private final FileClient files = new FileClient(suite);
    private final byte[] bytes = Content.of(CHUNKS * Content.MEBIBYTE, 1);

    /** One test, because starting the suite takes most of the time. */
    @Test
    void keepsFilesThroughTheEndOfItsServerAndNamesWhatWasTouched() throws Exception {
        var file = files.begin("document.pdf", bytes.length);
        for (int index = 0; index < 3; index++)
            assertThat(send(file, index).statusCode()).isEqualTo(200);
        suite.signal("STOP", "launcher");
        suite.kill("object-store");

        try {
            for (long begin = System.nanoTime(); System.nanoTime() - begin < AWAY.toNanos(); ) {
                assertUnavailable(send(file, 3));
                assertUnavailable(client.get("/files/" + file + "/chunks/0").raw());
            }
        } finally {
            suite.signal("CONT", "launcher");
        }

        for (int index = 3; index < CHUNKS; index++) {
            int chunk = index;
            await().atMost(Duration.ofSeconds(60)).until(() -> send(file, chunk).statusCode() == 200);
        }
        assertThat(files.download(file).body()).isEqualTo(bytes);

        flip(suite.data().resolve("objects/bitchat-files/" + file + "/chunks/chunk_000004"));
        assertThat(client.get("/files/" + file + "/chunks/4").status()).isEqualTo(409);
        var broken = client.get("/files/" + file + "/download");
        assertThat(broken.status()).isEqualTo(409);
        assertThat(broken.body().path("code").asText()).isEqualTo("chunk_damaged");
        assertThat(broken.body().path("detail").asText()).contains("chunk 4");
        assertThat(send(file, 4).statusCode()).isEqualTo(200);
        assertThat(files.download(file).body()).isEqualTo(bytes);

        // readiness gives out one result of a trial write for some seconds
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.get("/q/health/ready").status() == 200);
        assertThat(launcher("status")).contains("object-store");
        assertThat(launcher("doctor")).contains("object-store: answers").doesNotContain("FAIL");
        assertThat(launcher("doctor", "s3", "--objects", "100", "--json")).contains("\"passed\" : true");
    }

    private HttpResponse<String> send(String file, int index) throws IOException, InterruptedException {
        return files.send(file, index, bytes);
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("store_unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
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
                Suite.root().resolve("tools/launcher/target/launcher.jar").toString()));
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
