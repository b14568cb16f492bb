package io.bitchat.bench.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.bench.suite.FakeSuite;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class FilesCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private FakeSuite suite;

    @TempDir
    private Path data;

    @BeforeEach
    void start() throws IOException {
        suite = new FakeSuite();
        Files.createDirectories(data.resolve("run"));
        Files.writeString(
                data.resolve("run/suite.json"),
                new JsonObject()
                        .put("urls", new JsonObject().put("api", suite.url()))
                        .put(
                                "pids",
                                new JsonObject()
                                        .put(
                                                "file-service",
                                                ProcessHandle.current().pid()))
                        .encode());
    }

    @AfterEach
    void stop() {
        suite.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--states", "--fetch-mib", "--many", "--many-mib", "--straight-readers"})
    void measuresNothingAtAllNever(String option) {
        assertThat(bench(option, "0")).isEqualTo(2);

        assertThat(said()).contains("bench: " + option + " must be at least 1");
        assertThat(out.size()).isZero();
    }

    @Test
    void measuresAHealthySuite() {
        assertThat(bench("--tus", suite.url() + "/api/bitchat/files/tus"))
                .as(this::said)
                .isZero();

        for (var name : List.of(
                "upload 3 MiB",
                "upload 3 MiB, the tus server",
                "upload 3 MiB, ours / the tus server",
                "download 3 MiB",
                "download 3 MiB, ours / the tus server",
                "begin an upload at 20/s, p95",
                "send a chunk at 20/s, p95",
                "states of 2 chunks at 20/s, p95",
                "3 MiB cut off 5 times, sent again or asked for",
                "fetch 8 MiB, 4 sources",
                "fetch 8 MiB, 4 sources, ours / sum of the honest",
                "fetch 8 MiB, 2 sources without a limit",
                "floor: SHA-256, one core",
                "floor: a file for each chunk, each on disk")) {
            assertThat(figure(name)).as(name).isPositive();
        }
        assertThat(figure("fetch 8 MiB, 4 sources, sent in vain")).isNotNegative();
        assertThat(condition("fetch 8 MiB, 4 sources")).contains("lying at 20 MB/s is lying, gave 0 chunks");
        assertThat(condition("states are asked of")).isEqualTo("a file of 2 chunks, all stored");
        assertThat(condition("the store")).isEqualTo("folder /somewhere");
        assertThat(table().stream().map(row -> row.getString("figure")))
                .anyMatch(name -> name.startsWith("2 uploads and 2 downloads at once, memory each"));
    }

    @Test
    void targetsAreThoseThatWereSet() {
        bench("--only", "throughput,fetch", "--tus", suite.url() + "/api/bitchat/files/tus");

        assertThat(row("upload 3 MiB, ours / the tus server").getDouble("must")).isEqualTo(0.8);
        assertThat(row("upload 3 MiB, ours / the tus server").getDouble("aim")).isEqualTo(1.2);
        assertThat(row("download 3 MiB, ours / the tus server").getDouble("must"))
                .isEqualTo(0.8);
        assertThat(row("fetch 8 MiB, 4 sources, ours / sum of the honest").getDouble("must"))
                .isEqualTo(0.95);
        assertThat(row("fetch 8 MiB, 4 sources, sent in vain").getDouble("must"))
                .isEqualTo(2);
    }

    @Test
    void theS3ServerIsMeasuredInABucketThatIsGoneAfterwards() throws IOException {
        try (var bucket = new FakeBucket()) {
            suite.files.store = "s3 " + bucket.url() + " bucket chunks";

            assertThat(bench(withS3(bucket, "--only", "throughput")))
                    .as(this::said)
                    .isZero();

            assertThat(figure("upload 3 MiB, the S3 server alone")).isPositive();
            assertThat(figure("download 3 MiB, the S3 server alone")).isPositive();
            assertThat(row("upload 3 MiB, ours / the S3 server alone").getDouble("must"))
                    .isEqualTo(0.6);
            assertThat(row("download 3 MiB, ours / the S3 server alone").getDouble("must"))
                    .isEqualTo(0.7);
            assertThat(bucket.everMade).singleElement().asString().startsWith("bitchat-bench-");
            assertThat(bucket.buckets).isEmpty();
            assertThat(bucket.isEmpty()).isTrue();
        }
    }

    @Test
    void anS3ServerThatGivesOtherBytesIsNotMeasured() throws IOException {
        try (var bucket = new FakeBucket()) {
            bucket.spoils = true;
            suite.files.store = "s3 " + bucket.url() + " bucket chunks";

            assertThat(bench(withS3(bucket, "--only", "throughput"))).isEqualTo(2);

            assertThat(condition("throughput, not measured")).contains("other bytes than it got");
            assertThat(bucket.buckets).isEmpty();
        }
    }

    @Test
    void anS3ServerThatNobodyNamesIsToldAndTheSuiteIsMeasured() {
        suite.files.store = "s3 https://s3.example.org bucket chunks";

        assertThat(bench("--only", "throughput")).isEqualTo(2);

        assertThat(condition("the S3 server alone, not measured")).contains("--s3-endpoint is missing");
        assertThat(figure("upload 3 MiB")).isPositive();
    }

    @Test
    void aWrongDownloadIsRefused() {
        suite.files.spoilsDownloads = true;

        assertThat(bench("--only", "throughput,latency")).isEqualTo(2);

        assertThat(condition("throughput, not measured")).contains("not those of the file");
        assertThat(table().stream().map(row -> row.getString("figure"))).noneMatch(name -> name.startsWith("download"));
        assertThat(figure("begin an upload at 20/s, p95")).isPositive();
    }

    @Test
    void whatCannotBeMeasuredIsNamedAndTheOthersAreMeasured() {
        suite.files.fetchesFromNowhere = true;

        assertThat(bench("--only", "fetch,resume")).isEqualTo(2);

        assertThat(condition("fetch, not measured")).contains("BITCHAT_FILES_FETCH_FROM=127.0.0.1 ./bitchat up");
        assertThat(said().lines().filter(line -> line.startsWith("bench: "))).hasSize(1);
        assertThat(figure("3 MiB cut off 5 times, sent again or asked for")).isPositive();
    }

    @Test
    void whereTheFileOfManyChunksIsTooLongOnlyItsStatesAreMissing() {
        suite.files.largest = 100;

        assertThat(bench("--only", "latency", "--states", "101")).isEqualTo(2);

        assertThat(figure("send a chunk at 20/s, p95")).isPositive();
        assertThat(condition("latency, not measured")).contains("413");
    }

    @Test
    void aMissedTargetIsACodeOfItsOwnWhereItIsAskedFor() {
        suite.files.millisOfAChunk = 500;

        assertThat(bench("--only", "throughput", "--warm-up", "1", "--check")).isEqualTo(1);

        assertThat(figure("upload 3 MiB")).isLessThan(10);
        out.reset();
        assertThat(bench("--only", "throughput", "--warm-up", "1")).isZero();
    }

    @Test
    void knowsItsPhases() {
        assertThat(bench("--only", "speed")).isEqualTo(2);
        assertThat(said()).contains("throughput,latency,resume,fetch,memory,floors");
    }

    private String[] withS3(FakeBucket bucket, String... options) throws IOException {
        var secret = Files.writeString(data.resolve("s3.secret"), "secret");
        var all = new ArrayList<>(List.of(
                "--s3-endpoint", bucket.url(), "--s3-access-key", "me", "--s3-secret-key-file", secret.toString()));
        all.addAll(List.of(options));
        return all.toArray(String[]::new);
    }

    private int bench(String... options) {
        var arguments = new ArrayList<>(List.of(
                "--state",
                data.resolve("run/suite.json").toString(),
                "--mib",
                "3",
                "--rounds",
                "2",
                "--in-flight",
                "2",
                "--seconds",
                "1",
                "--json"));
        for (var small : List.of("--states=2", "--fetch-mib=8", "--many=2", "--many-mib=1")) {
            boolean given = List.of(options).contains(small.substring(0, small.indexOf('=')));
            if (!given) arguments.add(small);
        }
        arguments.addAll(List.of(options));
        return new CommandLine(new FilesCommand(stream(out), stream(progress)))
                .execute(arguments.toArray(String[]::new));
    }

    private List<JsonObject> table() {
        return json().getJsonArray("figures").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private JsonObject row(String figure) {
        return table().stream()
                .filter(row -> row.getString("figure").equals(figure))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no figure " + figure + " in " + out));
    }

    private double figure(String name) {
        return row(name).getDouble("measured");
    }

    private String condition(String name) {
        return json().getJsonObject("conditions").getString(name, "");
    }

    private JsonObject json() {
        return new JsonObject(out.toString(StandardCharsets.UTF_8));
    }

    private String said() {
        return progress.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream into) {
        return new PrintStream(into, true, StandardCharsets.UTF_8);
    }
}
