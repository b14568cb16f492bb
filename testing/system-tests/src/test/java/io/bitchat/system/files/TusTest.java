package io.bitchat.system.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Content;
import io.bitchat.system.suite.FileClient;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Uploads through the gateway with tus-js-client, as described in docs/files.md. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class TusTest {
    private static final Path EXAMPLE = Suite.root().resolve("docs/examples/tus");

    private final Suite suite = Suite.open();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void theClientIsInstalled() throws Exception {
        assumeTrue(isInstalled("node") && isInstalled("npm"), "Node is not installed");
        var install = new ProcessBuilder(
                        "npm", "ci", "--prefix", EXAMPLE.toString(), "--no-audit", "--no-fund", "--loglevel=error")
                .redirectErrorStream(true)
                .start();
        var output = new String(install.getInputStream().readAllBytes());
        assertThat(install.waitFor()).as(output).isZero();
    }

    private static boolean isInstalled(String command) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + command)
                        .redirectErrorStream(true)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void aClientThatWasKilledGoesOnWhereItWas() throws Exception {
        var file = file(64);
        var first = start(file, "1");
        awaitProgress(first, 4L * Content.MEBIBYTE);
        first.process().destroyForcibly().waitFor();
        assertThat(first.text()).doesNotContain("complete");

        var second = start(file, "1").finished();

        long resumed = Long.parseLong(found("HEAD 200 offset=(\\d+)", second));
        assertThat(resumed).isBetween(1L, 64L * Content.MEBIBYTE);
        assertThat(second).doesNotContain("POST 201");
        assertThat(sha256OfDownload(found("complete (file_[0-9a-f]+)", second))).isEqualTo(Content.sha256(file));
    }

    @Test
    void aClientGoesOnAfterTheServiceWasKilled() throws Exception {
        var file = file(65);
        var client = start(file, "1");
        awaitProgress(client, 4L * Content.MEBIBYTE);

        suite.kill("file-service");

        var output = client.finished();
        assertThat(output).containsPattern("HEAD 200 offset=\\d+").containsOnlyOnce("POST 201");
        assertThat(sha256OfDownload(found("complete (file_[0-9a-f]+)", output))).isEqualTo(Content.sha256(file));
    }

    @Test
    void partsThatAreSentAtTheSameTimeBecomeOneFile() throws Exception {
        var file = file(63);
        var first = start(file, "2");
        awaitProgress(first, 4L * Content.MEBIBYTE);
        first.process().destroyForcibly().waitFor();

        var second = start(file, "2").finished();

        assertThat(second).containsPattern("HEAD 200 offset=\\d+");
        assertThat(sha256OfDownload(found("complete (file_[0-9a-f]+)", second))).isEqualTo(Content.sha256(file));
    }

    @Test
    void theGatewayTellsBrowsersAndClientsWhatIsOffered() throws Exception {
        var asked =
                http.send(request("").method("OPTIONS", BodyPublishers.noBody()).build(), BodyHandlers.discarding());

        assertThat(asked.statusCode()).isEqualTo(204);
        assertThat(header(asked, "Tus-Version")).isEqualTo("1.0.0");
        assertThat(header(asked, "Tus-Extension")).contains("creation", "concatenation", "termination");

        var created = http.send(
                request("")
                        .header("Tus-Resumable", "1.0.0")
                        .header("Upload-Length", "100")
                        .header("Origin", "http://localhost:3000")
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(header(created, "Access-Control-Expose-Headers")).contains("Upload-Offset", "Location");
        assertThat(header(created, "Location")).startsWith("/api/bitchat/files/tus/file_");
    }

    /** The client gets the reason although it is still sending. */
    @Test
    void aLongBodyThatIsRefusedGetsItsAnswer() throws Exception {
        var refused = http.send(
                request("/file_00")
                        .header("Tus-Resumable", "1.0.0")
                        .header("Upload-Offset", "0")
                        .header("Content-Type", "application/offset+octet-stream")
                        .method("PATCH", BodyPublishers.ofByteArray(new byte[20 * Content.MEBIBYTE]))
                        .build(),
                BodyHandlers.ofString());

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body()).contains("not_found");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(suite.url() + "/api/bitchat/files/tus" + path))
                .timeout(Duration.ofSeconds(30));
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    /** A running process of the example. */
    private record Client(Process process, Path log) {
        String text() {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String finished() throws InterruptedException {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).as(this::text).isTrue();
            assertThat(process.exitValue()).as(text()).isZero();
            return text();
        }
    }

    private Client start(Path file, String parts) throws IOException {
        var log = Files.createTempFile(suite.data(), "tus", ".log");
        var builder = new ProcessBuilder("node", EXAMPLE.resolve("upload.mjs").toString(), file.toString(), parts)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("BITCHAT_URL", suite.url());
        builder.environment().put("BITCHAT_PEER", "tus-" + file.getFileName());
        return new Client(builder.start(), log);
    }

    private static void awaitProgress(Client client, long bytes) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> sent(client) >= bytes);
    }

    private static long sent(Client client) {
        return Pattern.compile("sent (\\d+) of")
                .matcher(client.text())
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .max()
                .orElse(0);
    }

    private static String found(String pattern, String text) {
        var match = Pattern.compile(pattern).matcher(text);
        assertThat(match.find()).as(text).isTrue();
        return match.group(1);
    }

    private Path file(int mebibytes) throws IOException {
        var file = Files.createTempFile(suite.data(), "upload", "");
        return Content.write(file, mebibytes * (long) Content.MEBIBYTE + 1, mebibytes);
    }

    private String sha256OfDownload(String id) throws Exception {
        var answer = new FileClient(suite).open(id);
        assertThat(answer.statusCode()).isEqualTo(200);
        return Content.sha256(answer.body());
    }
}
